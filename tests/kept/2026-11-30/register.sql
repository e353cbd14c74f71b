BEGIN TRANSACTION;
CREATE TABLE about (
	identity TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	PRIMARY KEY (identity)
);
INSERT INTO "about" VALUES('e11f09c989134de184187b56a1fef9d9','real');
CREATE TABLE agenda_item (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	meeting BIGINT, 
	position BIGINT, 
	title TEXT, 
	link TEXT, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(meeting) REFERENCES meeting (id)
);
INSERT INTO "agenda_item" VALUES(1,1,1,12,'Title 1','Figures 1,
''made up''','Note 1,
''made up''');
INSERT INTO "agenda_item" VALUES(2,4,1,13,'Title 2','Figures 2,
''made up''','é — “changed”');
CREATE TABLE agreement (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	parties TEXT, 
	gateway TEXT, 
	purpose TEXT, 
	fields TEXT, 
	minimum_cell BIGINT, 
	start DATE, 
	"end" DATE, 
	PRIMARY KEY (id)
);
INSERT INTO "agreement" VALUES(1,1,'Name 1','Parties 1','Legal gateway 1','Purpose 1,
''made up''','Fields shared 1,
''made up''',5,'2022-01-03','2022-01-03');
CREATE TABLE bin_or_sweep (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	what TEXT, 
	place TEXT, 
	ward_code TEXT, 
	longitude DOUBLE, 
	latitude DOUBLE, 
	start DATE, 
	"end" DATE, 
	items BIGINT, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "bin_or_sweep" VALUES(1,1,1,'surrender bin','Place 1','E05008960',1.5,1.5,'2022-01-03','2022-01-03',12,'Note 1,
''made up''');
INSERT INTO "bin_or_sweep" VALUES(2,4,1,'surrender bin','Place 2','E05008960',2.5,2.5,'2022-01-10','2022-01-10',13,'é — “changed”');
CREATE TABLE body (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	body_kind TEXT, 
	specified TEXT, 
	authority_code TEXT, 
	source TEXT, 
	note TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "body" VALUES(1,1,'Name 1','specified authority','police','E06000030','Source 1','Note 1,
''made up''');
INSERT INTO "body" VALUES(2,2,'Name 2','specified authority','police','E06000030','Source 2','é — “changed”');
CREATE TABLE comparison (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	outcome TEXT, 
	rule TEXT, 
	design TEXT, 
	frozen_at TEXT, 
	digest TEXT, 
	warned BOOLEAN, 
	reason TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "comparison" VALUES(1,1,1,'Outcome 1','Rule 1,
''made up''','Areas and periods 1,
''made up''','Frozen at 1','Hash 1',1,'Why it was changed 1,
''made up''');
INSERT INTO "comparison" VALUES(2,2,1,'Outcome 2','Rule 2,
''made up''','Areas and periods 2,
''made up''','Frozen at 2','Hash 2',1,'é — “changed”');
CREATE TABLE dataset (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	body BIGINT, 
	name TEXT, 
	cadence TEXT, 
	gateway TEXT, 
	quality TEXT, 
	gap TEXT, 
	agreement BIGINT, 
	source TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(body) REFERENCES body (id), 
	FOREIGN KEY(agreement) REFERENCES agreement (id)
);
INSERT INTO "dataset" VALUES(1,1,1,'Dataset 1','weekly','Legal gateway 1','good','Gap 1,
''made up''',1,'Source 1');
INSERT INTO "dataset" VALUES(2,2,1,'Dataset 2','weekly','Legal gateway 2','good','Gap 2,
''made up''',1,'é — “changed”');
CREATE TABLE decision (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	meeting BIGINT, 
	what TEXT, 
	link TEXT, 
	evidence TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(meeting) REFERENCES meeting (id)
);
INSERT INTO "decision" VALUES(1,1,1,'What was decided 1,
''made up''','Figures 1,
''made up''','Evidence 1,
''made up''');
INSERT INTO "decision" VALUES(2,2,1,'What was decided 2,
''made up''','Figures 2,
''made up''','é — “changed”');
CREATE TABLE dosage (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	week DATE, 
	patrol_hours DOUBLE, 
	visits BIGINT, 
	searches BIGINT, 
	arrests BIGINT, 
	seizures BIGINT, 
	engagements BIGINT, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "dosage" VALUES(1,1,1,'2022-01-03',1.5,12,12,12,12,12,'Note 1,
''made up''');
CREATE TABLE duty_action (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	meeting BIGINT, 
	decision BIGINT, 
	body BIGINT, 
	what TEXT, 
	owner_role TEXT, 
	set_on DATE, 
	due DATE, 
	status TEXT, 
	evidence TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(meeting) REFERENCES meeting (id), 
	FOREIGN KEY(decision) REFERENCES decision (id), 
	FOREIGN KEY(body) REFERENCES body (id)
);
INSERT INTO "duty_action" VALUES(1,1,1,1,1,'What to do 1,
''made up''','Owner 1','2022-01-03','2022-01-03','not started','Evidence 1,
''made up''');
CREATE TABLE duty_date (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	day DATE, 
	what TEXT, 
	basis TEXT, 
	body BIGINT, 
	done BOOLEAN, 
	source TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(body) REFERENCES body (id)
);
INSERT INTO "duty_date" VALUES(1,1,'2022-01-03','What falls on it 1','law',1,1,'Source 1');
INSERT INTO "duty_date" VALUES(2,2,'2022-01-10','What falls on it 2','law',1,1,'é — “changed”');
CREATE TABLE edition (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT, 
	frozen_at TEXT, 
	digest TEXT, 
	build TEXT, 
	figures TEXT, 
	note TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "edition" VALUES(1,1,'Title 1','Frozen at 1','8c5c461745db003b5f3fbe6e11f244545d6c44670d26f5a87d893587141fc212','Build 1','{"made up": 1}','Note 1,
''made up''');
INSERT INTO "edition" VALUES(2,4,'Title 2','Frozen at 2','55f8882d99cd8b5c35a7d492850ddfc3b1c0856f51e163257526ce7e28bff254','Build 2','{"made up": 2}','é — “changed”');
CREATE TABLE grant (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	financial_year TEXT, 
	amount BIGINT, 
	split TEXT, 
	status TEXT, 
	funder TEXT, 
	source TEXT, 
	note TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "grant" VALUES(1,1,'2021/22',123450,'labour','expected','Paid by 1','Source 1','Note 1,
''made up''');
CREATE TABLE history (
	number BIGINT NOT NULL, 
	at TEXT NOT NULL, 
	holds_from TEXT NOT NULL, 
	by_role TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	record_id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	undoes BIGINT, 
	PRIMARY KEY (number)
);
INSERT INTO "history" VALUES(1,'2026-11-30T07:08:55.573519+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','next_step',1,1,'added',NULL,'{"text": "What to do 1", "owner_role": "Owner 1", "due": "2022-01-03", "done": true}',NULL);
INSERT INTO "history" VALUES(2,'2026-11-30T07:08:55.582750+00:00','2026-11-30T07:08:55.582750+00:00','analyst','next_step',2,1,'added',NULL,'{"text": "What to do 2", "owner_role": "Owner 2", "due": "2022-01-10", "done": true}',NULL);
INSERT INTO "history" VALUES(3,'2026-11-30T07:08:55.722271+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','own_area',1,1,'added',NULL,'{"name": "Name 1", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 1", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(4,'2026-11-30T07:08:55.725505+00:00','2026-11-30T07:08:55.725505+00:00','analyst','own_area',2,1,'added',NULL,'{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(5,'2026-11-30T07:08:55.727712+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','operation',1,1,'added',NULL,'{"name": "Name 1", "aliases": "Also called 1", "aim": "Aim 1,\n''made up''", "theme": "Theme 1", "status": "planned", "lead_role": "Lead 1", "partners": "Partners 1", "plan": "Plan 1", "review_date": "2022-01-03", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(6,'2026-11-30T07:08:55.729023+00:00','2026-11-30T07:08:55.729023+00:00','analyst','operation',2,1,'added',NULL,'{"name": "Name 2", "aliases": "Also called 2", "aim": "Aim 2,\n''made up''", "theme": "Theme 2", "status": "planned", "lead_role": "Lead 2", "partners": "Partners 2", "plan": "Plan 2", "review_date": "2022-01-10", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(7,'2026-11-30T07:08:55.731820+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','operation_area',1,1,'added',NULL,'{"operation": 1, "label": "Version 1", "place": "Place 1", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 1.5, "latitude": 1.5, "valid_from": "2022-01-03", "valid_to": "2022-01-03"}',NULL);
INSERT INTO "history" VALUES(8,'2026-11-30T07:08:55.734371+00:00','2026-11-30T07:08:55.734371+00:00','analyst','operation_area',2,1,'added',NULL,'{"operation": 1, "label": "Version 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 2.5, "latitude": 2.5, "valid_from": "2022-01-10", "valid_to": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(9,'2026-11-30T07:08:55.735974+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','phase',1,1,'added',NULL,'{"operation": 1, "name": "Name 1", "start": "2022-01-03", "end": "2022-01-03", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(10,'2026-11-30T07:08:55.742622+00:00','2026-11-30T07:08:55.742622+00:00','analyst','phase',2,1,'added',NULL,'{"operation": 1, "name": "Name 2", "start": "2022-01-10", "end": "2022-01-10", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(11,'2026-11-30T07:08:55.747424+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','instance',1,1,'added',NULL,'{"operation": 1, "name": "Name 1", "scope": "local", "start": "2022-01-03", "end": "2022-01-03", "status": "planned", "place": "Place 1", "ward_code": "E05008960", "longitude": 1.5, "latitude": 1.5, "source": "Source 1", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(12,'2026-11-30T07:08:55.750525+00:00','2026-11-30T07:08:55.750525+00:00','analyst','instance',2,1,'added',NULL,'{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(13,'2026-11-30T07:08:55.754782+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','plan_action',1,1,'added',NULL,'{"operation": 1, "strand": "Pursue", "action": "Action 1,\n''made up''", "owner_role": "Owner 1", "set_on": "2022-01-03", "due": "2022-01-03", "status": "not started", "evidence": "Evidence 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(14,'2026-11-30T07:08:55.758261+00:00','2026-11-30T07:08:55.758261+00:00','analyst','plan_action',2,1,'added',NULL,'{"operation": 1, "strand": "Pursue", "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "Evidence 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(15,'2026-11-30T07:08:55.763174+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','dosage',1,1,'added',NULL,'{"operation": 1, "week": "2022-01-03", "patrol_hours": 1.5, "visits": 12, "searches": 12, "arrests": 12, "seizures": 12, "engagements": 12, "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(16,'2026-11-30T07:08:55.766344+00:00','2026-11-30T07:08:55.766344+00:00','analyst','dosage',2,1,'added',NULL,'{"operation": 1, "week": "2022-01-10", "patrol_hours": 2.5, "visits": 13, "searches": 13, "arrests": 13, "seizures": 13, "engagements": 13, "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(17,'2026-11-30T07:08:55.768890+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','linked_order',1,1,'added',NULL,'{"operation": 1, "order_kind": "closure order", "orders": 12, "start": "2022-01-03", "end": "2022-01-03"}',NULL);
INSERT INTO "history" VALUES(18,'2026-11-30T07:08:55.774341+00:00','2026-11-30T07:08:55.774341+00:00','analyst','linked_order',2,1,'added',NULL,'{"operation": 1, "order_kind": "closure order", "orders": 13, "start": "2022-01-10", "end": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(19,'2026-11-30T07:08:55.778838+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','bin_or_sweep',1,1,'added',NULL,'{"operation": 1, "what": "surrender bin", "place": "Place 1", "ward_code": "E05008960", "longitude": 1.5, "latitude": 1.5, "start": "2022-01-03", "end": "2022-01-03", "items": 12, "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(20,'2026-11-30T07:08:55.782249+00:00','2026-11-30T07:08:55.782249+00:00','analyst','bin_or_sweep',2,1,'added',NULL,'{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(21,'2026-11-30T07:08:55.789707+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','test_purchase',1,1,'added',NULL,'{"operation": 1, "round": "Round 1", "authority_code": "E06000030", "day": "2022-01-03", "tried": 12, "sold": 12, "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(22,'2026-11-30T07:08:55.795106+00:00','2026-11-30T07:08:55.795106+00:00','analyst','test_purchase',2,1,'added',NULL,'{"operation": 1, "round": "Round 2", "authority_code": "E06000030", "day": "2022-01-10", "tried": 13, "sold": 13, "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(23,'2026-11-30T07:08:55.799877+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','other_work',1,1,'added',NULL,'{"name": "Name 1", "funder": "Paid by 1", "place": "Place 1", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-03", "end": "2022-01-03", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(24,'2026-11-30T07:08:55.807338+00:00','2026-11-30T07:08:55.807338+00:00','analyst','other_work',2,1,'added',NULL,'{"name": "Name 2", "funder": "Paid by 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-10", "end": "2022-01-10", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(25,'2026-11-30T07:08:55.809762+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','comparison',1,1,'added',NULL,'{"operation": 1, "outcome": "Outcome 1", "rule": "Rule 1,\n''made up''", "design": "Areas and periods 1,\n''made up''", "frozen_at": "Frozen at 1", "digest": "Hash 1", "warned": true, "reason": "Why it was changed 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(26,'2026-11-30T07:08:55.814390+00:00','2026-11-30T07:08:55.814390+00:00','analyst','comparison',2,1,'added',NULL,'{"operation": 1, "outcome": "Outcome 2", "rule": "Rule 2,\n''made up''", "design": "Areas and periods 2,\n''made up''", "frozen_at": "Frozen at 2", "digest": "Hash 2", "warned": true, "reason": "Why it was changed 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(27,'2026-11-30T07:08:55.818181+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','learning',1,1,'added',NULL,'{"operation": 1, "day": "2022-01-03", "verdict": "worked", "figures": "Figures 1,\n''made up''", "lesson": "What we learned 1,\n''made up''", "by_role": "Reviewed by 1", "next_review": "2022-01-03"}',NULL);
INSERT INTO "history" VALUES(28,'2026-11-30T07:08:55.819476+00:00','2026-11-30T07:08:55.819476+00:00','analyst','learning',2,1,'added',NULL,'{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "Reviewed by 2", "next_review": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(29,'2026-11-30T07:08:55.823819+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','body',1,1,'added',NULL,'{"name": "Name 1", "body_kind": "specified authority", "specified": "police", "authority_code": "E06000030", "source": "Source 1", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(30,'2026-11-30T07:08:55.830819+00:00','2026-11-30T07:08:55.830819+00:00','analyst','body',2,1,'added',NULL,'{"name": "Name 2", "body_kind": "specified authority", "specified": "police", "authority_code": "E06000030", "source": "Source 2", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(31,'2026-11-30T07:08:55.833083+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','meeting',1,1,'added',NULL,'{"title": "Title 1", "day": "2022-01-03", "bodies": "Bodies 1", "purpose": "Purpose 1,\n''made up''", "status": "planned", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(32,'2026-11-30T07:08:55.842771+00:00','2026-11-30T07:08:55.842771+00:00','analyst','meeting',2,1,'added',NULL,'{"title": "Title 2", "day": "2022-01-10", "bodies": "Bodies 2", "purpose": "Purpose 2,\n''made up''", "status": "planned", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(33,'2026-11-30T07:08:55.845883+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','paper',1,1,'added',NULL,'{"meeting": 1, "title": "Title 1", "body": 1, "marking": "Marking 1", "link": "Figures 1,\n''made up''", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(34,'2026-11-30T07:08:55.847735+00:00','2026-11-30T07:08:55.847735+00:00','analyst','paper',2,1,'added',NULL,'{"meeting": 1, "title": "Title 2", "body": 1, "marking": "Marking 2", "link": "Figures 2,\n''made up''", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(35,'2026-11-30T07:08:55.849688+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','agenda_item',1,1,'added',NULL,'{"meeting": 1, "position": 12, "title": "Title 1", "link": "Figures 1,\n''made up''", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(36,'2026-11-30T07:08:55.854431+00:00','2026-11-30T07:08:55.854431+00:00','analyst','agenda_item',2,1,'added',NULL,'{"meeting": 1, "position": 13, "title": "Title 2", "link": "Figures 2,\n''made up''", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(37,'2026-11-30T07:08:55.857866+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','decision',1,1,'added',NULL,'{"meeting": 1, "what": "What was decided 1,\n''made up''", "link": "Figures 1,\n''made up''", "evidence": "Evidence 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(38,'2026-11-30T07:08:55.861268+00:00','2026-11-30T07:08:55.861268+00:00','analyst','decision',2,1,'added',NULL,'{"meeting": 1, "what": "What was decided 2,\n''made up''", "link": "Figures 2,\n''made up''", "evidence": "Evidence 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(39,'2026-11-30T07:08:55.864435+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','duty_action',1,1,'added',NULL,'{"meeting": 1, "decision": 1, "body": 1, "what": "What to do 1,\n''made up''", "owner_role": "Owner 1", "set_on": "2022-01-03", "due": "2022-01-03", "status": "not started", "evidence": "Evidence 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(40,'2026-11-30T07:08:55.866264+00:00','2026-11-30T07:08:55.866264+00:00','analyst','duty_action',2,1,'added',NULL,'{"meeting": 1, "decision": 1, "body": 1, "what": "What to do 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "Evidence 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(41,'2026-11-30T07:08:55.869153+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','duty_date',1,1,'added',NULL,'{"day": "2022-01-03", "what": "What falls on it 1", "basis": "law", "body": 1, "done": true, "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(42,'2026-11-30T07:08:55.872042+00:00','2026-11-30T07:08:55.872042+00:00','analyst','duty_date',2,1,'added',NULL,'{"day": "2022-01-10", "what": "What falls on it 2", "basis": "law", "body": 1, "done": true, "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(43,'2026-11-30T07:08:55.874234+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','need_answer',1,1,'added',NULL,'{"question": "definition", "authority_code": "E06000030", "words": "Answer 1,\n''made up''", "link": "Figures 1,\n''made up''", "owner_role": "Owner 1", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(44,'2026-11-30T07:08:55.875799+00:00','2026-11-30T07:08:55.875799+00:00','analyst','need_answer',2,1,'added',NULL,'{"question": "definition", "authority_code": "E06000030", "words": "Answer 2,\n''made up''", "link": "Figures 2,\n''made up''", "owner_role": "Owner 2", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(45,'2026-11-30T07:08:55.877703+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','violence_type',1,1,'added',NULL,'{"name": "Type of violence 1", "counted_in": true, "maximum_penalty": "Maximum penalty 1,\n''made up''", "impact_on_victims": "Impact on victims 1,\n''made up''", "prevalence": "Prevalence 1,\n''made up''", "impact_on_communities": "Impact on communities 1,\n''made up''", "link": "Figures 1,\n''made up''", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(46,'2026-11-30T07:08:55.886758+00:00','2026-11-30T07:08:55.886758+00:00','analyst','violence_type',2,1,'added',NULL,'{"name": "Type of violence 2", "counted_in": true, "maximum_penalty": "Maximum penalty 2,\n''made up''", "impact_on_victims": "Impact on victims 2,\n''made up''", "prevalence": "Prevalence 2,\n''made up''", "impact_on_communities": "Impact on communities 2,\n''made up''", "link": "Figures 2,\n''made up''", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(47,'2026-11-30T07:08:55.890606+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','agreement',1,1,'added',NULL,'{"name": "Name 1", "parties": "Parties 1", "gateway": "Legal gateway 1", "purpose": "Purpose 1,\n''made up''", "fields": "Fields shared 1,\n''made up''", "minimum_cell": 5, "start": "2022-01-03", "end": "2022-01-03"}',NULL);
INSERT INTO "history" VALUES(48,'2026-11-30T07:08:55.892127+00:00','2026-11-30T07:08:55.892127+00:00','analyst','agreement',2,1,'added',NULL,'{"name": "Name 2", "parties": "Parties 2", "gateway": "Legal gateway 2", "purpose": "Purpose 2,\n''made up''", "fields": "Fields shared 2,\n''made up''", "minimum_cell": 5, "start": "2022-01-10", "end": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(49,'2026-11-30T07:08:55.894490+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','dataset',1,1,'added',NULL,'{"body": 1, "name": "Dataset 1", "cadence": "weekly", "gateway": "Legal gateway 1", "quality": "good", "gap": "Gap 1,\n''made up''", "agreement": 1, "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(50,'2026-11-30T07:08:55.902914+00:00','2026-11-30T07:08:55.902914+00:00','analyst','dataset',2,1,'added',NULL,'{"body": 1, "name": "Dataset 2", "cadence": "weekly", "gateway": "Legal gateway 2", "quality": "good", "gap": "Gap 2,\n''made up''", "agreement": 1, "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(51,'2026-11-30T07:08:55.907274+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','edition',1,1,'added',NULL,'{"title": "Title 1", "frozen_at": "Frozen at 1", "digest": "8c5c461745db003b5f3fbe6e11f244545d6c44670d26f5a87d893587141fc212", "build": "Build 1", "figures": "{\"made up\": 1}", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(52,'2026-11-30T07:08:55.910332+00:00','2026-11-30T07:08:55.910332+00:00','analyst','edition',2,1,'added',NULL,'{"title": "Title 2", "frozen_at": "Frozen at 2", "digest": "55f8882d99cd8b5c35a7d492850ddfc3b1c0856f51e163257526ce7e28bff254", "build": "Build 2", "figures": "{\"made up\": 2}", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(53,'2026-11-30T07:08:55.915356+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','partner_file',1,1,'added',NULL,'{"agreement": 1, "form": "indicators", "file": "File 1", "digest": "Hash 1", "rows": 12, "loaded_on": "2022-01-03"}',NULL);
INSERT INTO "history" VALUES(54,'2026-11-30T07:08:55.918648+00:00','2026-11-30T07:08:55.918648+00:00','analyst','partner_file',2,1,'added',NULL,'{"agreement": 1, "form": "indicators", "file": "File 2", "digest": "Hash 2", "rows": 13, "loaded_on": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(55,'2026-11-30T07:08:55.923574+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','objective',1,1,'added',NULL,'{"name": "Objective 1", "authority_code": "E06000030", "why": "Why 1,\n''made up''", "link": "Figures 1,\n''made up''", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(56,'2026-11-30T07:08:55.931139+00:00','2026-11-30T07:08:55.931139+00:00','analyst','objective',2,1,'added',NULL,'{"name": "Objective 2", "authority_code": "E06000030", "why": "Why 2,\n''made up''", "link": "Figures 2,\n''made up''", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(57,'2026-11-30T07:08:55.933270+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','outcome_measure',1,1,'added',NULL,'{"objective": 1, "name": "Measure 1", "link": "Figures 1,\n''made up''", "baseline": "Baseline 1", "target": "Target 1"}',NULL);
INSERT INTO "history" VALUES(58,'2026-11-30T07:08:55.942473+00:00','2026-11-30T07:08:55.942473+00:00','analyst','outcome_measure',2,1,'added',NULL,'{"objective": 1, "name": "Measure 2", "link": "Figures 2,\n''made up''", "baseline": "Baseline 2", "target": "Target 2"}',NULL);
INSERT INTO "history" VALUES(59,'2026-11-30T07:08:55.949460+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','strategy_action',1,1,'added',NULL,'{"outcome_measure": 1, "what": "What 1,\n''made up''", "tier": "primary", "authority_code": "E06000030", "owner_role": "Owner 1", "set_on": "2022-01-03", "due": "2022-01-03", "status": "not started", "evidence": "Evidence 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(60,'2026-11-30T07:08:55.955111+00:00','2026-11-30T07:08:55.955111+00:00','analyst','strategy_action',2,1,'added',NULL,'{"outcome_measure": 1, "what": "What 2,\n''made up''", "tier": "primary", "authority_code": "E06000030", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "Evidence 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(61,'2026-11-30T07:08:55.959815+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','intervention',1,1,'added',NULL,'{"name": "Name 1", "tier": "primary", "cohort": "For whom 1", "authority_code": "E06000030", "ward_code": "E05008960", "place": "Place 1", "provider": "Provider 1", "cost": "1234.50", "reach": 12, "evidence_rating": "high", "evidence_source": "Source of the rating 1", "evidence_date": "2022-01-03", "outcome": "Outcome measure 1"}',NULL);
INSERT INTO "history" VALUES(62,'2026-11-30T07:08:55.966528+00:00','2026-11-30T07:08:55.966528+00:00','analyst','intervention',2,1,'added',NULL,'{"name": "Name 2", "tier": "primary", "cohort": "For whom 2", "authority_code": "E06000030", "ward_code": "E05008960", "place": "Place 2", "provider": "Provider 2", "cost": "1234.50", "reach": 13, "evidence_rating": "high", "evidence_source": "Source of the rating 2", "evidence_date": "2022-01-10", "outcome": "Outcome measure 2"}',NULL);
INSERT INTO "history" VALUES(63,'2026-11-30T07:08:55.972168+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','grant',1,1,'added',NULL,'{"financial_year": "2021/22", "amount": "1234.50", "split": "labour", "status": "expected", "funder": "Paid by 1", "source": "Source 1", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(64,'2026-11-30T07:08:55.978844+00:00','2026-11-30T07:08:55.978844+00:00','analyst','grant',2,1,'added',NULL,'{"financial_year": "2022/23", "amount": "1234.50", "split": "labour", "status": "expected", "funder": "Paid by 2", "source": "Source 2", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(65,'2026-11-30T07:08:55.987197+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','spending',1,1,'added',NULL,'{"grant": 1, "purpose": "For what 1", "amount": "100.25", "split": "labour", "status": "allocated", "authority_code": "E06000030", "tier": "primary", "ward_code": "E05008960", "intervention": 1, "owner_role": "Owner 1", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(66,'2026-11-30T07:08:55.989762+00:00','2026-11-30T07:08:55.989762+00:00','analyst','spending',2,1,'added',NULL,'{"grant": 1, "purpose": "For what 2", "amount": "100.25", "split": "labour", "status": "allocated", "authority_code": "E06000030", "tier": "primary", "ward_code": "E05008960", "intervention": 1, "owner_role": "Owner 2", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(67,'2026-11-30T07:08:55.995477+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','pathway_step',1,1,'added',NULL,'{"pathway": "Pathway 1", "position": 12, "step": "What it is 1", "people": 12, "start": "2022-01-03", "end": "2022-01-03", "authority_code": "E06000030", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(68,'2026-11-30T07:08:56.002231+00:00','2026-11-30T07:08:56.002231+00:00','analyst','pathway_step',2,1,'added',NULL,'{"pathway": "Pathway 2", "position": 13, "step": "What it is 2", "people": 13, "start": "2022-01-10", "end": "2022-01-10", "authority_code": "E06000030", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(69,'2026-11-30T07:08:56.004761+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','school_step',1,1,'added',NULL,'{"position": 12, "step": "What is done 1", "authority_code": "E06000030", "in_place": true, "since": "2022-01-03", "owner_role": "Owner 1", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(70,'2026-11-30T07:08:56.009132+00:00','2026-11-30T07:08:56.009132+00:00','analyst','school_step',2,1,'added',NULL,'{"position": 13, "step": "What is done 2", "authority_code": "E06000030", "in_place": true, "since": "2022-01-10", "owner_role": "Owner 2", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(71,'2026-11-30T07:08:56.011077+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','joint_deployment',1,1,'added',NULL,'{"place": "Place 1", "ward_code": "E05008960", "longitude": 1.5, "latitude": 1.5, "day": "2022-01-03", "bodies": "Bodies 1", "hours": 1.5, "searches": 12, "items": 12, "source": "Source 1", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(72,'2026-11-30T07:08:56.018591+00:00','2026-11-30T07:08:56.018591+00:00','analyst','joint_deployment',2,1,'added',NULL,'{"place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "day": "2022-01-10", "bodies": "Bodies 2", "hours": 2.5, "searches": 13, "items": 13, "source": "Source 2", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(73,'2026-11-30T07:08:56.022743+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','judgement',1,1,'added',NULL,'{"statement": "Statement 1,\n''made up''", "likelihood": "remote chance", "confidence": "low", "evidence": "Evidence 1,\n''made up''", "link": "Figures 1,\n''made up''", "made_on": "2022-01-03", "expires": "2022-01-03", "by_role": "Made by 1"}',NULL);
INSERT INTO "history" VALUES(74,'2026-11-30T07:08:56.026209+00:00','2026-11-30T07:08:56.026209+00:00','analyst','judgement',2,1,'added',NULL,'{"statement": "Statement 2,\n''made up''", "likelihood": "remote chance", "confidence": "low", "evidence": "Evidence 2,\n''made up''", "link": "Figures 2,\n''made up''", "made_on": "2022-01-10", "expires": "2022-01-10", "by_role": "Made by 2"}',NULL);
INSERT INTO "history" VALUES(75,'2026-11-30T07:08:56.036967+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','section_60',1,1,'added',NULL,'{"name": "Reference 1", "draft": true, "force": "Wiltshire Police", "ground": "(a) incidents involving serious violence may take place, and it is expedient to prevent them", "start_day": "2022-01-03", "start_time": "12:00", "end_day": "2022-01-03", "end_time": "12:00", "authorising_rank": "constable", "clocks_had_gone_back": true, "extended_day": "2022-01-03", "extended_time": "12:00", "extending_rank": "constable", "operation": 1, "place": "Place 1", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "rationale": "Rationale 1,\n''made up''", "consultation": "Consultation before 1,\n''made up''", "told_before": "Communication before 1,\n''made up''", "told_after": "Communication after 1,\n''made up''", "searches": 12, "finds": 12, "debrief": "Debrief 1,\n''made up''", "panel_review": "Panel review 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(76,'2026-11-30T07:08:56.040297+00:00','2026-11-30T07:08:56.040297+00:00','analyst','section_60',2,1,'added',NULL,'{"name": "Reference 2", "draft": true, "force": "Wiltshire Police", "ground": "(a) incidents involving serious violence may take place, and it is expedient to prevent them", "start_day": "2022-01-10", "start_time": "12:00", "end_day": "2022-01-10", "end_time": "12:00", "authorising_rank": "constable", "clocks_had_gone_back": true, "extended_day": "2022-01-10", "extended_time": "12:00", "extending_rank": "constable", "operation": 1, "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "rationale": "Rationale 2,\n''made up''", "consultation": "Consultation before 2,\n''made up''", "told_before": "Communication before 2,\n''made up''", "told_after": "Communication after 2,\n''made up''", "searches": 13, "finds": 13, "debrief": "Debrief 2,\n''made up''", "panel_review": "Panel review 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(77,'2026-11-30T07:08:56.045211+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','panel_pack',1,1,'added',NULL,'{"name": "Reference 1", "panel": "Community Scrutiny Panel", "first_month": "2022-01-01", "last_month": "2022-01-01", "source": "data.police.uk", "strata": "authority and object", "size": 12, "seed": 12, "made_from": "Drawn from 1", "meets_on": "2022-01-03", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(78,'2026-11-30T07:08:56.047063+00:00','2026-11-30T07:08:56.047063+00:00','analyst','panel_pack',2,1,'added',NULL,'{"name": "Reference 2", "panel": "Community Scrutiny Panel", "first_month": "2022-02-01", "last_month": "2022-02-01", "source": "data.police.uk", "strata": "authority and object", "size": 13, "seed": 13, "made_from": "Drawn from 2", "meets_on": "2022-01-10", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(79,'2026-11-30T07:08:56.049107+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','panel_grade',1,1,'added',NULL,'{"pack": 1, "sample": 12, "grade": "no concerns", "feedback": "Feedback 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(80,'2026-11-30T07:08:56.050509+00:00','2026-11-30T07:08:56.050509+00:00','analyst','panel_grade',2,1,'added',NULL,'{"pack": 1, "sample": 13, "grade": "no concerns", "feedback": "Feedback 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(81,'2026-11-30T07:08:56.052024+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','panel_action',1,1,'added',NULL,'{"pack": 1, "action": "Action 1,\n''made up''", "owner_role": "Owner 1", "due": "2022-01-03", "status": "not started", "evidence": "What came of it 1,\n''made up''", "reported_to": "Reported back to the panel 1"}',NULL);
INSERT INTO "history" VALUES(82,'2026-11-30T07:08:56.053241+00:00','2026-11-30T07:08:56.053241+00:00','analyst','panel_action',2,1,'added',NULL,'{"pack": 1, "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "due": "2022-01-10", "status": "not started", "evidence": "What came of it 2,\n''made up''", "reported_to": "Reported back to the panel 2"}',NULL);
INSERT INTO "history" VALUES(83,'2026-11-30T07:08:56.055069+00:00','2026-11-30T07:08:56.055069+00:00','commander','next_step',2,2,'changed','{"text": "What to do 2", "owner_role": "Owner 2", "due": "2022-01-10", "done": true}','{"text": "What to do 2", "owner_role": "é — “changed”", "due": "2022-01-10", "done": true}',NULL);
INSERT INTO "history" VALUES(84,'2026-11-30T07:08:56.057379+00:00','2026-11-30T07:08:56.057379+00:00','commander','own_area',2,2,'changed','{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "Note 2,\n''made up''"}','{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(85,'2026-11-30T07:08:56.058912+00:00','2026-11-30T07:08:56.058912+00:00','analyst','own_area',2,3,'removed','{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(86,'2026-11-30T07:08:56.061586+00:00','2026-11-30T07:08:56.058912+00:00','analyst','own_area',2,4,'added',NULL,'{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "é — “changed”"}',85);
INSERT INTO "history" VALUES(87,'2026-11-30T07:08:56.063535+00:00','2026-11-30T07:08:56.063535+00:00','commander','operation',2,2,'changed','{"name": "Name 2", "aliases": "Also called 2", "aim": "Aim 2,\n''made up''", "theme": "Theme 2", "status": "planned", "lead_role": "Lead 2", "partners": "Partners 2", "plan": "Plan 2", "review_date": "2022-01-10", "source": "Source 2"}','{"name": "Name 2", "aliases": "Also called 2", "aim": "Aim 2,\n''made up''", "theme": "Theme 2", "status": "planned", "lead_role": "Lead 2", "partners": "Partners 2", "plan": "Plan 2", "review_date": "2022-01-10", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(88,'2026-11-30T07:08:56.065426+00:00','2026-11-30T07:08:56.065426+00:00','commander','operation_area',2,2,'changed','{"operation": 1, "label": "Version 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 2.5, "latitude": 2.5, "valid_from": "2022-01-10", "valid_to": "2022-01-10"}','{"operation": 1, "label": "Version 2", "place": "é — “changed”", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 2.5, "latitude": 2.5, "valid_from": "2022-01-10", "valid_to": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(89,'2026-11-30T07:08:56.066720+00:00','2026-11-30T07:08:56.066720+00:00','analyst','operation_area',2,3,'removed','{"operation": 1, "label": "Version 2", "place": "é — “changed”", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 2.5, "latitude": 2.5, "valid_from": "2022-01-10", "valid_to": "2022-01-10"}',NULL,NULL);
INSERT INTO "history" VALUES(90,'2026-11-30T07:08:56.068401+00:00','2026-11-30T07:08:56.068401+00:00','commander','phase',2,2,'changed','{"operation": 1, "name": "Name 2", "start": "2022-01-10", "end": "2022-01-10", "note": "Note 2,\n''made up''"}','{"operation": 1, "name": "Name 2", "start": "2022-01-10", "end": "2022-01-10", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(91,'2026-11-30T07:08:56.074773+00:00','2026-11-30T07:08:56.074773+00:00','commander','instance',2,2,'changed','{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "Note 2,\n''made up''"}','{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(92,'2026-11-30T07:08:56.076256+00:00','2026-11-30T07:08:56.076256+00:00','analyst','instance',2,3,'removed','{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(93,'2026-11-30T07:08:56.078593+00:00','2026-11-30T07:08:56.076256+00:00','analyst','instance',2,4,'added',NULL,'{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "é — “changed”"}',92);
INSERT INTO "history" VALUES(94,'2026-11-30T07:08:56.080436+00:00','2026-11-30T07:08:56.080436+00:00','commander','plan_action',2,2,'changed','{"operation": 1, "strand": "Pursue", "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "Evidence 2,\n''made up''"}','{"operation": 1, "strand": "Pursue", "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(95,'2026-11-30T07:08:56.082502+00:00','2026-11-30T07:08:56.082502+00:00','commander','dosage',2,2,'changed','{"operation": 1, "week": "2022-01-10", "patrol_hours": 2.5, "visits": 13, "searches": 13, "arrests": 13, "seizures": 13, "engagements": 13, "note": "Note 2,\n''made up''"}','{"operation": 1, "week": "2022-01-10", "patrol_hours": 2.5, "visits": 13, "searches": 13, "arrests": 13, "seizures": 13, "engagements": 13, "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(96,'2026-11-30T07:08:56.084286+00:00','2026-11-30T07:08:56.084286+00:00','analyst','dosage',2,3,'removed','{"operation": 1, "week": "2022-01-10", "patrol_hours": 2.5, "visits": 13, "searches": 13, "arrests": 13, "seizures": 13, "engagements": 13, "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(97,'2026-11-30T07:08:56.086332+00:00','2026-11-30T07:08:56.086332+00:00','commander','bin_or_sweep',2,2,'changed','{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "Note 2,\n''made up''"}','{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(98,'2026-11-30T07:08:56.087891+00:00','2026-11-30T07:08:56.087891+00:00','analyst','bin_or_sweep',2,3,'removed','{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(99,'2026-11-30T07:08:56.089935+00:00','2026-11-30T07:08:56.087891+00:00','analyst','bin_or_sweep',2,4,'added',NULL,'{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "é — “changed”"}',98);
INSERT INTO "history" VALUES(100,'2026-11-30T07:08:56.093495+00:00','2026-11-30T07:08:56.093495+00:00','commander','test_purchase',2,2,'changed','{"operation": 1, "round": "Round 2", "authority_code": "E06000030", "day": "2022-01-10", "tried": 13, "sold": 13, "note": "Note 2,\n''made up''"}','{"operation": 1, "round": "Round 2", "authority_code": "E06000030", "day": "2022-01-10", "tried": 13, "sold": 13, "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(101,'2026-11-30T07:08:56.095329+00:00','2026-11-30T07:08:56.095329+00:00','commander','other_work',2,2,'changed','{"name": "Name 2", "funder": "Paid by 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-10", "end": "2022-01-10", "note": "Note 2,\n''made up''"}','{"name": "Name 2", "funder": "Paid by 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-10", "end": "2022-01-10", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(102,'2026-11-30T07:08:56.096592+00:00','2026-11-30T07:08:56.096592+00:00','analyst','other_work',2,3,'removed','{"name": "Name 2", "funder": "Paid by 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-10", "end": "2022-01-10", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(103,'2026-11-30T07:08:56.098520+00:00','2026-11-30T07:08:56.098520+00:00','commander','comparison',2,2,'changed','{"operation": 1, "outcome": "Outcome 2", "rule": "Rule 2,\n''made up''", "design": "Areas and periods 2,\n''made up''", "frozen_at": "Frozen at 2", "digest": "Hash 2", "warned": true, "reason": "Why it was changed 2,\n''made up''"}','{"operation": 1, "outcome": "Outcome 2", "rule": "Rule 2,\n''made up''", "design": "Areas and periods 2,\n''made up''", "frozen_at": "Frozen at 2", "digest": "Hash 2", "warned": true, "reason": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(104,'2026-11-30T07:08:56.100695+00:00','2026-11-30T07:08:56.100695+00:00','commander','learning',2,2,'changed','{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "Reviewed by 2", "next_review": "2022-01-10"}','{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "é — “changed”", "next_review": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(105,'2026-11-30T07:08:56.102004+00:00','2026-11-30T07:08:56.102004+00:00','analyst','learning',2,3,'removed','{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "é — “changed”", "next_review": "2022-01-10"}',NULL,NULL);
INSERT INTO "history" VALUES(106,'2026-11-30T07:08:56.103571+00:00','2026-11-30T07:08:56.102004+00:00','analyst','learning',2,4,'added',NULL,'{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "é — “changed”", "next_review": "2022-01-10"}',105);
INSERT INTO "history" VALUES(107,'2026-11-30T07:08:56.105671+00:00','2026-11-30T07:08:56.105671+00:00','commander','body',2,2,'changed','{"name": "Name 2", "body_kind": "specified authority", "specified": "police", "authority_code": "E06000030", "source": "Source 2", "note": "Note 2,\n''made up''"}','{"name": "Name 2", "body_kind": "specified authority", "specified": "police", "authority_code": "E06000030", "source": "Source 2", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(108,'2026-11-30T07:08:56.107892+00:00','2026-11-30T07:08:56.107892+00:00','commander','meeting',2,2,'changed','{"title": "Title 2", "day": "2022-01-10", "bodies": "Bodies 2", "purpose": "Purpose 2,\n''made up''", "status": "planned", "source": "Source 2"}','{"title": "Title 2", "day": "2022-01-10", "bodies": "Bodies 2", "purpose": "Purpose 2,\n''made up''", "status": "planned", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(109,'2026-11-30T07:08:56.110841+00:00','2026-11-30T07:08:56.110841+00:00','analyst','meeting',2,3,'removed','{"title": "Title 2", "day": "2022-01-10", "bodies": "Bodies 2", "purpose": "Purpose 2,\n''made up''", "status": "planned", "source": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(110,'2026-11-30T07:08:56.112695+00:00','2026-11-30T07:08:56.112695+00:00','commander','paper',2,2,'changed','{"meeting": 1, "title": "Title 2", "body": 1, "marking": "Marking 2", "link": "Figures 2,\n''made up''", "note": "Note 2,\n''made up''"}','{"meeting": 1, "title": "Title 2", "body": 1, "marking": "Marking 2", "link": "Figures 2,\n''made up''", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(111,'2026-11-30T07:08:56.114498+00:00','2026-11-30T07:08:56.114498+00:00','commander','agenda_item',2,2,'changed','{"meeting": 1, "position": 13, "title": "Title 2", "link": "Figures 2,\n''made up''", "note": "Note 2,\n''made up''"}','{"meeting": 1, "position": 13, "title": "Title 2", "link": "Figures 2,\n''made up''", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(112,'2026-11-30T07:08:56.115728+00:00','2026-11-30T07:08:56.115728+00:00','analyst','agenda_item',2,3,'removed','{"meeting": 1, "position": 13, "title": "Title 2", "link": "Figures 2,\n''made up''", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(113,'2026-11-30T07:08:56.117419+00:00','2026-11-30T07:08:56.115728+00:00','analyst','agenda_item',2,4,'added',NULL,'{"meeting": 1, "position": 13, "title": "Title 2", "link": "Figures 2,\n''made up''", "note": "é — “changed”"}',112);
INSERT INTO "history" VALUES(114,'2026-11-30T07:08:56.118902+00:00','2026-11-30T07:08:56.118902+00:00','commander','decision',2,2,'changed','{"meeting": 1, "what": "What was decided 2,\n''made up''", "link": "Figures 2,\n''made up''", "evidence": "Evidence 2,\n''made up''"}','{"meeting": 1, "what": "What was decided 2,\n''made up''", "link": "Figures 2,\n''made up''", "evidence": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(115,'2026-11-30T07:08:56.120791+00:00','2026-11-30T07:08:56.120791+00:00','commander','duty_action',2,2,'changed','{"meeting": 1, "decision": 1, "body": 1, "what": "What to do 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "Evidence 2,\n''made up''"}','{"meeting": 1, "decision": 1, "body": 1, "what": "What to do 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(116,'2026-11-30T07:08:56.122158+00:00','2026-11-30T07:08:56.122158+00:00','analyst','duty_action',2,3,'removed','{"meeting": 1, "decision": 1, "body": 1, "what": "What to do 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(117,'2026-11-30T07:08:56.123757+00:00','2026-11-30T07:08:56.123757+00:00','commander','duty_date',2,2,'changed','{"day": "2022-01-10", "what": "What falls on it 2", "basis": "law", "body": 1, "done": true, "source": "Source 2"}','{"day": "2022-01-10", "what": "What falls on it 2", "basis": "law", "body": 1, "done": true, "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(118,'2026-11-30T07:08:56.125419+00:00','2026-11-30T07:08:56.125419+00:00','commander','need_answer',2,2,'changed','{"question": "definition", "authority_code": "E06000030", "words": "Answer 2,\n''made up''", "link": "Figures 2,\n''made up''", "owner_role": "Owner 2", "source": "Source 2"}','{"question": "definition", "authority_code": "E06000030", "words": "Answer 2,\n''made up''", "link": "Figures 2,\n''made up''", "owner_role": "Owner 2", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(119,'2026-11-30T07:08:56.126627+00:00','2026-11-30T07:08:56.126627+00:00','analyst','need_answer',2,3,'removed','{"question": "definition", "authority_code": "E06000030", "words": "Answer 2,\n''made up''", "link": "Figures 2,\n''made up''", "owner_role": "Owner 2", "source": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(120,'2026-11-30T07:08:56.128184+00:00','2026-11-30T07:08:56.126627+00:00','analyst','need_answer',2,4,'added',NULL,'{"question": "definition", "authority_code": "E06000030", "words": "Answer 2,\n''made up''", "link": "Figures 2,\n''made up''", "owner_role": "Owner 2", "source": "é — “changed”"}',119);
INSERT INTO "history" VALUES(121,'2026-11-30T07:08:56.129896+00:00','2026-11-30T07:08:56.129896+00:00','commander','violence_type',2,2,'changed','{"name": "Type of violence 2", "counted_in": true, "maximum_penalty": "Maximum penalty 2,\n''made up''", "impact_on_victims": "Impact on victims 2,\n''made up''", "prevalence": "Prevalence 2,\n''made up''", "impact_on_communities": "Impact on communities 2,\n''made up''", "link": "Figures 2,\n''made up''", "source": "Source 2"}','{"name": "Type of violence 2", "counted_in": true, "maximum_penalty": "Maximum penalty 2,\n''made up''", "impact_on_victims": "Impact on victims 2,\n''made up''", "prevalence": "Prevalence 2,\n''made up''", "impact_on_communities": "Impact on communities 2,\n''made up''", "link": "Figures 2,\n''made up''", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(122,'2026-11-30T07:08:56.131664+00:00','2026-11-30T07:08:56.131664+00:00','commander','agreement',2,2,'changed','{"name": "Name 2", "parties": "Parties 2", "gateway": "Legal gateway 2", "purpose": "Purpose 2,\n''made up''", "fields": "Fields shared 2,\n''made up''", "minimum_cell": 5, "start": "2022-01-10", "end": "2022-01-10"}','{"name": "Name 2", "parties": "Parties 2", "gateway": "Legal gateway 2", "purpose": "Purpose 2,\n''made up''", "fields": "é — “changed”", "minimum_cell": 5, "start": "2022-01-10", "end": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(123,'2026-11-30T07:08:56.134233+00:00','2026-11-30T07:08:56.134233+00:00','analyst','agreement',2,3,'removed','{"name": "Name 2", "parties": "Parties 2", "gateway": "Legal gateway 2", "purpose": "Purpose 2,\n''made up''", "fields": "é — “changed”", "minimum_cell": 5, "start": "2022-01-10", "end": "2022-01-10"}',NULL,NULL);
INSERT INTO "history" VALUES(124,'2026-11-30T07:08:56.136098+00:00','2026-11-30T07:08:56.136098+00:00','commander','dataset',2,2,'changed','{"body": 1, "name": "Dataset 2", "cadence": "weekly", "gateway": "Legal gateway 2", "quality": "good", "gap": "Gap 2,\n''made up''", "agreement": 1, "source": "Source 2"}','{"body": 1, "name": "Dataset 2", "cadence": "weekly", "gateway": "Legal gateway 2", "quality": "good", "gap": "Gap 2,\n''made up''", "agreement": 1, "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(125,'2026-11-30T07:08:56.137864+00:00','2026-11-30T07:08:56.137864+00:00','commander','edition',2,2,'changed','{"title": "Title 2", "frozen_at": "Frozen at 2", "digest": "55f8882d99cd8b5c35a7d492850ddfc3b1c0856f51e163257526ce7e28bff254", "build": "Build 2", "figures": "{\"made up\": 2}", "note": "Note 2,\n''made up''"}','{"title": "Title 2", "frozen_at": "Frozen at 2", "digest": "55f8882d99cd8b5c35a7d492850ddfc3b1c0856f51e163257526ce7e28bff254", "build": "Build 2", "figures": "{\"made up\": 2}", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(126,'2026-11-30T07:08:56.139073+00:00','2026-11-30T07:08:56.139073+00:00','analyst','edition',2,3,'removed','{"title": "Title 2", "frozen_at": "Frozen at 2", "digest": "55f8882d99cd8b5c35a7d492850ddfc3b1c0856f51e163257526ce7e28bff254", "build": "Build 2", "figures": "{\"made up\": 2}", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(127,'2026-11-30T07:08:56.140603+00:00','2026-11-30T07:08:56.139073+00:00','analyst','edition',2,4,'added',NULL,'{"title": "Title 2", "frozen_at": "Frozen at 2", "digest": "55f8882d99cd8b5c35a7d492850ddfc3b1c0856f51e163257526ce7e28bff254", "build": "Build 2", "figures": "{\"made up\": 2}", "note": "é — “changed”"}',126);
INSERT INTO "history" VALUES(128,'2026-11-30T07:08:56.142375+00:00','2026-11-30T07:08:56.142375+00:00','commander','partner_file',2,2,'changed','{"agreement": 1, "form": "indicators", "file": "File 2", "digest": "Hash 2", "rows": 13, "loaded_on": "2022-01-10"}','{"agreement": 1, "form": "indicators", "file": "File 2", "digest": "é — “changed”", "rows": 13, "loaded_on": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(129,'2026-11-30T07:08:56.143948+00:00','2026-11-30T07:08:56.143948+00:00','commander','objective',2,2,'changed','{"name": "Objective 2", "authority_code": "E06000030", "why": "Why 2,\n''made up''", "link": "Figures 2,\n''made up''", "source": "Source 2"}','{"name": "Objective 2", "authority_code": "E06000030", "why": "Why 2,\n''made up''", "link": "Figures 2,\n''made up''", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(130,'2026-11-30T07:08:56.145686+00:00','2026-11-30T07:08:56.145686+00:00','analyst','objective',2,3,'removed','{"name": "Objective 2", "authority_code": "E06000030", "why": "Why 2,\n''made up''", "link": "Figures 2,\n''made up''", "source": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(131,'2026-11-30T07:08:56.147229+00:00','2026-11-30T07:08:56.147229+00:00','commander','outcome_measure',2,2,'changed','{"objective": 1, "name": "Measure 2", "link": "Figures 2,\n''made up''", "baseline": "Baseline 2", "target": "Target 2"}','{"objective": 1, "name": "Measure 2", "link": "Figures 2,\n''made up''", "baseline": "Baseline 2", "target": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(132,'2026-11-30T07:08:56.149007+00:00','2026-11-30T07:08:56.149007+00:00','commander','strategy_action',2,2,'changed','{"outcome_measure": 1, "what": "What 2,\n''made up''", "tier": "primary", "authority_code": "E06000030", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "Evidence 2,\n''made up''"}','{"outcome_measure": 1, "what": "What 2,\n''made up''", "tier": "primary", "authority_code": "E06000030", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(133,'2026-11-30T07:08:56.150317+00:00','2026-11-30T07:08:56.150317+00:00','analyst','strategy_action',2,3,'removed','{"outcome_measure": 1, "what": "What 2,\n''made up''", "tier": "primary", "authority_code": "E06000030", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(134,'2026-11-30T07:08:56.151884+00:00','2026-11-30T07:08:56.150317+00:00','analyst','strategy_action',2,4,'added',NULL,'{"outcome_measure": 1, "what": "What 2,\n''made up''", "tier": "primary", "authority_code": "E06000030", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "é — “changed”"}',133);
INSERT INTO "history" VALUES(135,'2026-11-30T07:08:56.153825+00:00','2026-11-30T07:08:56.153825+00:00','commander','intervention',2,2,'changed','{"name": "Name 2", "tier": "primary", "cohort": "For whom 2", "authority_code": "E06000030", "ward_code": "E05008960", "place": "Place 2", "provider": "Provider 2", "cost": "1234.50", "reach": 13, "evidence_rating": "high", "evidence_source": "Source of the rating 2", "evidence_date": "2022-01-10", "outcome": "Outcome measure 2"}','{"name": "Name 2", "tier": "primary", "cohort": "For whom 2", "authority_code": "E06000030", "ward_code": "E05008960", "place": "Place 2", "provider": "Provider 2", "cost": "1234.50", "reach": 13, "evidence_rating": "high", "evidence_source": "Source of the rating 2", "evidence_date": "2022-01-10", "outcome": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(136,'2026-11-30T07:08:56.155821+00:00','2026-11-30T07:08:56.155821+00:00','commander','grant',2,2,'changed','{"financial_year": "2022/23", "amount": "1234.50", "split": "labour", "status": "expected", "funder": "Paid by 2", "source": "Source 2", "note": "Note 2,\n''made up''"}','{"financial_year": "2022/23", "amount": "1234.50", "split": "labour", "status": "expected", "funder": "Paid by 2", "source": "Source 2", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(137,'2026-11-30T07:08:56.157497+00:00','2026-11-30T07:08:56.157497+00:00','analyst','grant',2,3,'removed','{"financial_year": "2022/23", "amount": "1234.50", "split": "labour", "status": "expected", "funder": "Paid by 2", "source": "Source 2", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(138,'2026-11-30T07:08:56.161130+00:00','2026-11-30T07:08:56.161130+00:00','commander','spending',2,2,'changed','{"grant": 1, "purpose": "For what 2", "amount": "100.25", "split": "labour", "status": "allocated", "authority_code": "E06000030", "tier": "primary", "ward_code": "E05008960", "intervention": 1, "owner_role": "Owner 2", "source": "Source 2"}','{"grant": 1, "purpose": "For what 2", "amount": "100.25", "split": "labour", "status": "allocated", "authority_code": "E06000030", "tier": "primary", "ward_code": "E05008960", "intervention": 1, "owner_role": "Owner 2", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(139,'2026-11-30T07:08:56.162889+00:00','2026-11-30T07:08:56.162889+00:00','commander','pathway_step',2,2,'changed','{"pathway": "Pathway 2", "position": 13, "step": "What it is 2", "people": 13, "start": "2022-01-10", "end": "2022-01-10", "authority_code": "E06000030", "source": "Source 2"}','{"pathway": "Pathway 2", "position": 13, "step": "What it is 2", "people": 13, "start": "2022-01-10", "end": "2022-01-10", "authority_code": "E06000030", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(140,'2026-11-30T07:08:56.164237+00:00','2026-11-30T07:08:56.164237+00:00','analyst','pathway_step',2,3,'removed','{"pathway": "Pathway 2", "position": 13, "step": "What it is 2", "people": 13, "start": "2022-01-10", "end": "2022-01-10", "authority_code": "E06000030", "source": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(141,'2026-11-30T07:08:56.165818+00:00','2026-11-30T07:08:56.164237+00:00','analyst','pathway_step',2,4,'added',NULL,'{"pathway": "Pathway 2", "position": 13, "step": "What it is 2", "people": 13, "start": "2022-01-10", "end": "2022-01-10", "authority_code": "E06000030", "source": "é — “changed”"}',140);
INSERT INTO "history" VALUES(142,'2026-11-30T07:08:56.167472+00:00','2026-11-30T07:08:56.167472+00:00','commander','school_step',2,2,'changed','{"position": 13, "step": "What is done 2", "authority_code": "E06000030", "in_place": true, "since": "2022-01-10", "owner_role": "Owner 2", "source": "Source 2"}','{"position": 13, "step": "What is done 2", "authority_code": "E06000030", "in_place": true, "since": "2022-01-10", "owner_role": "Owner 2", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(143,'2026-11-30T07:08:56.169252+00:00','2026-11-30T07:08:56.169252+00:00','commander','joint_deployment',2,2,'changed','{"place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "day": "2022-01-10", "bodies": "Bodies 2", "hours": 2.5, "searches": 13, "items": 13, "source": "Source 2", "note": "Note 2,\n''made up''"}','{"place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "day": "2022-01-10", "bodies": "Bodies 2", "hours": 2.5, "searches": 13, "items": 13, "source": "Source 2", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(144,'2026-11-30T07:08:56.170471+00:00','2026-11-30T07:08:56.170471+00:00','analyst','joint_deployment',2,3,'removed','{"place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "day": "2022-01-10", "bodies": "Bodies 2", "hours": 2.5, "searches": 13, "items": 13, "source": "Source 2", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(145,'2026-11-30T07:08:56.172112+00:00','2026-11-30T07:08:56.172112+00:00','commander','judgement',2,2,'changed','{"statement": "Statement 2,\n''made up''", "likelihood": "remote chance", "confidence": "low", "evidence": "Evidence 2,\n''made up''", "link": "Figures 2,\n''made up''", "made_on": "2022-01-10", "expires": "2022-01-10", "by_role": "Made by 2"}','{"statement": "Statement 2,\n''made up''", "likelihood": "remote chance", "confidence": "low", "evidence": "Evidence 2,\n''made up''", "link": "Figures 2,\n''made up''", "made_on": "2022-01-10", "expires": "2022-01-10", "by_role": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(146,'2026-11-30T07:08:56.174770+00:00','2026-11-30T07:08:56.174770+00:00','commander','section_60',2,2,'changed','{"name": "Reference 2", "draft": true, "force": "Wiltshire Police", "ground": "(a) incidents involving serious violence may take place, and it is expedient to prevent them", "start_day": "2022-01-10", "start_time": "12:00", "end_day": "2022-01-10", "end_time": "12:00", "authorising_rank": "constable", "clocks_had_gone_back": true, "extended_day": "2022-01-10", "extended_time": "12:00", "extending_rank": "constable", "operation": 1, "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "rationale": "Rationale 2,\n''made up''", "consultation": "Consultation before 2,\n''made up''", "told_before": "Communication before 2,\n''made up''", "told_after": "Communication after 2,\n''made up''", "searches": 13, "finds": 13, "debrief": "Debrief 2,\n''made up''", "panel_review": "Panel review 2,\n''made up''"}','{"name": "Reference 2", "draft": true, "force": "Wiltshire Police", "ground": "(a) incidents involving serious violence may take place, and it is expedient to prevent them", "start_day": "2022-01-10", "start_time": "12:00", "end_day": "2022-01-10", "end_time": "12:00", "authorising_rank": "constable", "clocks_had_gone_back": true, "extended_day": "2022-01-10", "extended_time": "12:00", "extending_rank": "constable", "operation": 1, "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "rationale": "Rationale 2,\n''made up''", "consultation": "Consultation before 2,\n''made up''", "told_before": "Communication before 2,\n''made up''", "told_after": "Communication after 2,\n''made up''", "searches": 13, "finds": 13, "debrief": "Debrief 2,\n''made up''", "panel_review": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(147,'2026-11-30T07:08:56.176114+00:00','2026-11-30T07:08:56.176114+00:00','analyst','section_60',2,3,'removed','{"name": "Reference 2", "draft": true, "force": "Wiltshire Police", "ground": "(a) incidents involving serious violence may take place, and it is expedient to prevent them", "start_day": "2022-01-10", "start_time": "12:00", "end_day": "2022-01-10", "end_time": "12:00", "authorising_rank": "constable", "clocks_had_gone_back": true, "extended_day": "2022-01-10", "extended_time": "12:00", "extending_rank": "constable", "operation": 1, "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "rationale": "Rationale 2,\n''made up''", "consultation": "Consultation before 2,\n''made up''", "told_before": "Communication before 2,\n''made up''", "told_after": "Communication after 2,\n''made up''", "searches": 13, "finds": 13, "debrief": "Debrief 2,\n''made up''", "panel_review": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(148,'2026-11-30T07:08:56.177990+00:00','2026-11-30T07:08:56.176114+00:00','analyst','section_60',2,4,'added',NULL,'{"name": "Reference 2", "draft": true, "force": "Wiltshire Police", "ground": "(a) incidents involving serious violence may take place, and it is expedient to prevent them", "start_day": "2022-01-10", "start_time": "12:00", "end_day": "2022-01-10", "end_time": "12:00", "authorising_rank": "constable", "clocks_had_gone_back": true, "extended_day": "2022-01-10", "extended_time": "12:00", "extending_rank": "constable", "operation": 1, "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "rationale": "Rationale 2,\n''made up''", "consultation": "Consultation before 2,\n''made up''", "told_before": "Communication before 2,\n''made up''", "told_after": "Communication after 2,\n''made up''", "searches": 13, "finds": 13, "debrief": "Debrief 2,\n''made up''", "panel_review": "é — “changed”"}',147);
INSERT INTO "history" VALUES(149,'2026-11-30T07:08:56.179892+00:00','2026-11-30T07:08:56.179892+00:00','commander','panel_pack',2,2,'changed','{"name": "Reference 2", "panel": "Community Scrutiny Panel", "first_month": "2022-02-01", "last_month": "2022-02-01", "source": "data.police.uk", "strata": "authority and object", "size": 13, "seed": 13, "made_from": "Drawn from 2", "meets_on": "2022-01-10", "note": "Note 2,\n''made up''"}','{"name": "Reference 2", "panel": "Community Scrutiny Panel", "first_month": "2022-02-01", "last_month": "2022-02-01", "source": "data.police.uk", "strata": "authority and object", "size": 13, "seed": 13, "made_from": "Drawn from 2", "meets_on": "2022-01-10", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(150,'2026-11-30T07:08:56.181599+00:00','2026-11-30T07:08:56.181599+00:00','commander','panel_grade',2,2,'changed','{"pack": 1, "sample": 13, "grade": "no concerns", "feedback": "Feedback 2,\n''made up''"}','{"pack": 1, "sample": 13, "grade": "no concerns", "feedback": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(151,'2026-11-30T07:08:56.182854+00:00','2026-11-30T07:08:56.182854+00:00','analyst','panel_grade',2,3,'removed','{"pack": 1, "sample": 13, "grade": "no concerns", "feedback": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(152,'2026-11-30T07:08:56.184707+00:00','2026-11-30T07:08:56.184707+00:00','commander','panel_action',2,2,'changed','{"pack": 1, "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "due": "2022-01-10", "status": "not started", "evidence": "What came of it 2,\n''made up''", "reported_to": "Reported back to the panel 2"}','{"pack": 1, "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "due": "2022-01-10", "status": "not started", "evidence": "What came of it 2,\n''made up''", "reported_to": "é — “changed”"}',NULL);
CREATE TABLE instance (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	name TEXT, 
	scope TEXT, 
	start DATE, 
	"end" DATE, 
	status TEXT, 
	place TEXT, 
	ward_code TEXT, 
	longitude DOUBLE, 
	latitude DOUBLE, 
	source TEXT, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "instance" VALUES(1,1,1,'Name 1','local','2022-01-03','2022-01-03','planned','Place 1','E05008960',1.5,1.5,'Source 1','Note 1,
''made up''');
INSERT INTO "instance" VALUES(2,4,1,'Name 2','local','2022-01-10','2022-01-10','planned','Place 2','E05008960',2.5,2.5,'Source 2','é — “changed”');
CREATE TABLE intervention (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	tier TEXT, 
	cohort TEXT, 
	authority_code TEXT, 
	ward_code TEXT, 
	place TEXT, 
	provider TEXT, 
	cost BIGINT, 
	reach BIGINT, 
	evidence_rating TEXT, 
	evidence_source TEXT, 
	evidence_date DATE, 
	outcome TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "intervention" VALUES(1,1,'Name 1','primary','For whom 1','E06000030','E05008960','Place 1','Provider 1',123450,12,'high','Source of the rating 1','2022-01-03','Outcome measure 1');
INSERT INTO "intervention" VALUES(2,2,'Name 2','primary','For whom 2','E06000030','E05008960','Place 2','Provider 2',123450,13,'high','Source of the rating 2','2022-01-10','é — “changed”');
CREATE TABLE joint_deployment (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	place TEXT, 
	ward_code TEXT, 
	longitude DOUBLE, 
	latitude DOUBLE, 
	day DATE, 
	bodies TEXT, 
	hours DOUBLE, 
	searches BIGINT, 
	items BIGINT, 
	source TEXT, 
	note TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "joint_deployment" VALUES(1,1,'Place 1','E05008960',1.5,1.5,'2022-01-03','Bodies 1',1.5,12,12,'Source 1','Note 1,
''made up''');
CREATE TABLE judgement (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	statement TEXT, 
	likelihood TEXT, 
	confidence TEXT, 
	evidence TEXT, 
	link TEXT, 
	made_on DATE, 
	expires DATE, 
	by_role TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "judgement" VALUES(1,1,'Statement 1,
''made up''','remote chance','low','Evidence 1,
''made up''','Figures 1,
''made up''','2022-01-03','2022-01-03','Made by 1');
INSERT INTO "judgement" VALUES(2,2,'Statement 2,
''made up''','remote chance','low','Evidence 2,
''made up''','Figures 2,
''made up''','2022-01-10','2022-01-10','é — “changed”');
CREATE TABLE learning (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	day DATE, 
	verdict TEXT, 
	figures TEXT, 
	lesson TEXT, 
	by_role TEXT, 
	next_review DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "learning" VALUES(1,1,1,'2022-01-03','worked','Figures 1,
''made up''','What we learned 1,
''made up''','Reviewed by 1','2022-01-03');
INSERT INTO "learning" VALUES(2,4,1,'2022-01-10','worked','Figures 2,
''made up''','What we learned 2,
''made up''','é — “changed”','2022-01-10');
CREATE TABLE linked_order (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	order_kind TEXT, 
	orders BIGINT, 
	start DATE, 
	"end" DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "linked_order" VALUES(1,1,1,'closure order',12,'2022-01-03','2022-01-03');
INSERT INTO "linked_order" VALUES(2,1,1,'closure order',13,'2022-01-10','2022-01-10');
CREATE TABLE meeting (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	title TEXT, 
	day DATE, 
	bodies TEXT, 
	purpose TEXT, 
	status TEXT, 
	source TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "meeting" VALUES(1,1,'Title 1','2022-01-03','Bodies 1','Purpose 1,
''made up''','planned','Source 1');
CREATE TABLE need_answer (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	question TEXT, 
	authority_code TEXT, 
	words TEXT, 
	link TEXT, 
	owner_role TEXT, 
	source TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "need_answer" VALUES(1,1,'definition','E06000030','Answer 1,
''made up''','Figures 1,
''made up''','Owner 1','Source 1');
INSERT INTO "need_answer" VALUES(2,4,'definition','E06000030','Answer 2,
''made up''','Figures 2,
''made up''','Owner 2','é — “changed”');
CREATE TABLE next_step (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	text TEXT, 
	owner_role TEXT, 
	due DATE, 
	done BOOLEAN, 
	PRIMARY KEY (id)
);
INSERT INTO "next_step" VALUES(1,1,'What to do 1','Owner 1','2022-01-03',1);
INSERT INTO "next_step" VALUES(2,2,'What to do 2','é — “changed”','2022-01-10',1);
CREATE TABLE objective (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	authority_code TEXT, 
	why TEXT, 
	link TEXT, 
	source TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "objective" VALUES(1,1,'Objective 1','E06000030','Why 1,
''made up''','Figures 1,
''made up''','Source 1');
CREATE TABLE operation (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	aliases TEXT, 
	aim TEXT, 
	theme TEXT, 
	status TEXT, 
	lead_role TEXT, 
	partners TEXT, 
	"plan" TEXT, 
	review_date DATE, 
	source TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "operation" VALUES(1,1,'Name 1','Also called 1','Aim 1,
''made up''','Theme 1','planned','Lead 1','Partners 1','Plan 1','2022-01-03','Source 1');
INSERT INTO "operation" VALUES(2,2,'Name 2','Also called 2','Aim 2,
''made up''','Theme 2','planned','Lead 2','Partners 2','Plan 2','2022-01-10','é — “changed”');
CREATE TABLE operation_area (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	label TEXT, 
	place TEXT, 
	ward_code TEXT, 
	polygon TEXT, 
	longitude DOUBLE, 
	latitude DOUBLE, 
	valid_from DATE, 
	valid_to DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "operation_area" VALUES(1,1,1,'Version 1','Place 1','E05008960','{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}',1.5,1.5,'2022-01-03','2022-01-03');
CREATE TABLE other_work (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	funder TEXT, 
	place TEXT, 
	ward_code TEXT, 
	polygon TEXT, 
	start DATE, 
	"end" DATE, 
	note TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "other_work" VALUES(1,1,'Name 1','Paid by 1','Place 1','E05008960','{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}','2022-01-03','2022-01-03','Note 1,
''made up''');
CREATE TABLE outcome_measure (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	objective BIGINT, 
	name TEXT, 
	link TEXT, 
	baseline TEXT, 
	target TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(objective) REFERENCES objective (id)
);
INSERT INTO "outcome_measure" VALUES(1,1,1,'Measure 1','Figures 1,
''made up''','Baseline 1','Target 1');
INSERT INTO "outcome_measure" VALUES(2,2,1,'Measure 2','Figures 2,
''made up''','Baseline 2','é — “changed”');
CREATE TABLE own_area (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	geometry TEXT, 
	made_by TEXT, 
	note TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "own_area" VALUES(1,1,'Name 1','{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}','Made by 1','Note 1,
''made up''');
INSERT INTO "own_area" VALUES(2,4,'Name 2','{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}','Made by 2','é — “changed”');
CREATE TABLE panel_action (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	pack BIGINT, 
	action TEXT, 
	owner_role TEXT, 
	due DATE, 
	status TEXT, 
	evidence TEXT, 
	reported_to TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(pack) REFERENCES panel_pack (id)
);
INSERT INTO "panel_action" VALUES(1,1,1,'Action 1,
''made up''','Owner 1','2022-01-03','not started','What came of it 1,
''made up''','Reported back to the panel 1');
INSERT INTO "panel_action" VALUES(2,2,1,'Action 2,
''made up''','Owner 2','2022-01-10','not started','What came of it 2,
''made up''','é — “changed”');
CREATE TABLE panel_grade (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	pack BIGINT, 
	sample BIGINT, 
	grade TEXT, 
	feedback TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(pack) REFERENCES panel_pack (id)
);
INSERT INTO "panel_grade" VALUES(1,1,1,12,'no concerns','Feedback 1,
''made up''');
CREATE TABLE panel_pack (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	panel TEXT, 
	first_month DATE, 
	last_month DATE, 
	source TEXT, 
	strata TEXT, 
	size BIGINT, 
	seed BIGINT, 
	made_from TEXT, 
	meets_on DATE, 
	note TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "panel_pack" VALUES(1,1,'Reference 1','Community Scrutiny Panel','2022-01-01','2022-01-01','data.police.uk','authority and object',12,12,'Drawn from 1','2022-01-03','Note 1,
''made up''');
INSERT INTO "panel_pack" VALUES(2,2,'Reference 2','Community Scrutiny Panel','2022-02-01','2022-02-01','data.police.uk','authority and object',13,13,'Drawn from 2','2022-01-10','é — “changed”');
CREATE TABLE paper (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	meeting BIGINT, 
	title TEXT, 
	body BIGINT, 
	marking TEXT, 
	link TEXT, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(meeting) REFERENCES meeting (id), 
	FOREIGN KEY(body) REFERENCES body (id)
);
INSERT INTO "paper" VALUES(1,1,1,'Title 1',1,'Marking 1','Figures 1,
''made up''','Note 1,
''made up''');
INSERT INTO "paper" VALUES(2,2,1,'Title 2',1,'Marking 2','Figures 2,
''made up''','é — “changed”');
CREATE TABLE partner_file (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	agreement BIGINT, 
	form TEXT, 
	file TEXT, 
	digest TEXT, 
	rows BIGINT, 
	loaded_on DATE, 
	PRIMARY KEY (id), 
	FOREIGN KEY(agreement) REFERENCES agreement (id)
);
INSERT INTO "partner_file" VALUES(1,1,1,'indicators','File 1','Hash 1',12,'2022-01-03');
INSERT INTO "partner_file" VALUES(2,2,1,'indicators','File 2','é — “changed”',13,'2022-01-10');
CREATE TABLE pathway_step (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	pathway TEXT, 
	position BIGINT, 
	step TEXT, 
	people BIGINT, 
	start DATE, 
	"end" DATE, 
	authority_code TEXT, 
	source TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "pathway_step" VALUES(1,1,'Pathway 1',12,'What it is 1',12,'2022-01-03','2022-01-03','E06000030','Source 1');
INSERT INTO "pathway_step" VALUES(2,4,'Pathway 2',13,'What it is 2',13,'2022-01-10','2022-01-10','E06000030','é — “changed”');
CREATE TABLE phase (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	name TEXT, 
	start DATE, 
	"end" DATE, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "phase" VALUES(1,1,1,'Name 1','2022-01-03','2022-01-03','Note 1,
''made up''');
INSERT INTO "phase" VALUES(2,2,1,'Name 2','2022-01-10','2022-01-10','é — “changed”');
CREATE TABLE plan_action (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	strand TEXT, 
	action TEXT, 
	owner_role TEXT, 
	set_on DATE, 
	due DATE, 
	status TEXT, 
	evidence TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "plan_action" VALUES(1,1,1,'Pursue','Action 1,
''made up''','Owner 1','2022-01-03','2022-01-03','not started','Evidence 1,
''made up''');
INSERT INTO "plan_action" VALUES(2,2,1,'Pursue','Action 2,
''made up''','Owner 2','2022-01-10','2022-01-10','not started','é — “changed”');
CREATE TABLE school_step (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	position BIGINT, 
	step TEXT, 
	authority_code TEXT, 
	in_place BOOLEAN, 
	since DATE, 
	owner_role TEXT, 
	source TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "school_step" VALUES(1,1,12,'What is done 1','E06000030',1,'2022-01-03','Owner 1','Source 1');
INSERT INTO "school_step" VALUES(2,2,13,'What is done 2','E06000030',1,'2022-01-10','Owner 2','é — “changed”');
CREATE TABLE section_60 (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	draft BOOLEAN, 
	force TEXT, 
	ground TEXT, 
	start_day DATE, 
	start_time TEXT, 
	end_day DATE, 
	end_time TEXT, 
	authorising_rank TEXT, 
	clocks_had_gone_back BOOLEAN, 
	extended_day DATE, 
	extended_time TEXT, 
	extending_rank TEXT, 
	operation BIGINT, 
	place TEXT, 
	ward_code TEXT, 
	polygon TEXT, 
	rationale TEXT, 
	consultation TEXT, 
	told_before TEXT, 
	told_after TEXT, 
	searches BIGINT, 
	finds BIGINT, 
	debrief TEXT, 
	panel_review TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "section_60" VALUES(1,1,'Reference 1',1,'Wiltshire Police','(a) incidents involving serious violence may take place, and it is expedient to prevent them','2022-01-03','12:00','2022-01-03','12:00','constable',1,'2022-01-03','12:00','constable',1,'Place 1','E05008960','{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}','Rationale 1,
''made up''','Consultation before 1,
''made up''','Communication before 1,
''made up''','Communication after 1,
''made up''',12,12,'Debrief 1,
''made up''','Panel review 1,
''made up''');
INSERT INTO "section_60" VALUES(2,4,'Reference 2',1,'Wiltshire Police','(a) incidents involving serious violence may take place, and it is expedient to prevent them','2022-01-10','12:00','2022-01-10','12:00','constable',1,'2022-01-10','12:00','constable',1,'Place 2','E05008960','{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}','Rationale 2,
''made up''','Consultation before 2,
''made up''','Communication before 2,
''made up''','Communication after 2,
''made up''',13,13,'Debrief 2,
''made up''','é — “changed”');
CREATE TABLE spending (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	grant BIGINT, 
	purpose TEXT, 
	amount BIGINT, 
	split TEXT, 
	status TEXT, 
	authority_code TEXT, 
	tier TEXT, 
	ward_code TEXT, 
	intervention BIGINT, 
	owner_role TEXT, 
	source TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(grant) REFERENCES grant (id), 
	FOREIGN KEY(intervention) REFERENCES intervention (id)
);
INSERT INTO "spending" VALUES(1,1,1,'For what 1',10025,'labour','allocated','E06000030','primary','E05008960',1,'Owner 1','Source 1');
INSERT INTO "spending" VALUES(2,2,1,'For what 2',10025,'labour','allocated','E06000030','primary','E05008960',1,'Owner 2','é — “changed”');
CREATE TABLE strategy_action (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	outcome_measure BIGINT, 
	what TEXT, 
	tier TEXT, 
	authority_code TEXT, 
	owner_role TEXT, 
	set_on DATE, 
	due DATE, 
	status TEXT, 
	evidence TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(outcome_measure) REFERENCES outcome_measure (id)
);
INSERT INTO "strategy_action" VALUES(1,1,1,'What 1,
''made up''','primary','E06000030','Owner 1','2022-01-03','2022-01-03','not started','Evidence 1,
''made up''');
INSERT INTO "strategy_action" VALUES(2,4,1,'What 2,
''made up''','primary','E06000030','Owner 2','2022-01-10','2022-01-10','not started','é — “changed”');
CREATE TABLE test_purchase (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	operation BIGINT, 
	round TEXT, 
	authority_code TEXT, 
	day DATE, 
	tried BIGINT, 
	sold BIGINT, 
	note TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation) REFERENCES operation (id)
);
INSERT INTO "test_purchase" VALUES(1,1,1,'Round 1','E06000030','2022-01-03',12,12,'Note 1,
''made up''');
INSERT INTO "test_purchase" VALUES(2,2,1,'Round 2','E06000030','2022-01-10',13,13,'é — “changed”');
CREATE TABLE violence_type (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT, 
	counted_in BOOLEAN, 
	maximum_penalty TEXT, 
	impact_on_victims TEXT, 
	prevalence TEXT, 
	impact_on_communities TEXT, 
	link TEXT, 
	source TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "violence_type" VALUES(1,1,'Type of violence 1',1,'Maximum penalty 1,
''made up''','Impact on victims 1,
''made up''','Prevalence 1,
''made up''','Impact on communities 1,
''made up''','Figures 1,
''made up''','Source 1');
INSERT INTO "violence_type" VALUES(2,2,'Type of violence 2',1,'Maximum penalty 2,
''made up''','Impact on victims 2,
''made up''','Prevalence 2,
''made up''','Impact on communities 2,
''made up''','Figures 2,
''made up''','é — “changed”');
CREATE INDEX history_of_record ON history (kind, record_id, number);
COMMIT;
