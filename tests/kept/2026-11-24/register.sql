BEGIN TRANSACTION;
CREATE TABLE about (
	identity TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	PRIMARY KEY (identity)
);
INSERT INTO "about" VALUES('16732526b9f643c19fed6aa1d2ed7b27','real');
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
INSERT INTO "history" VALUES(1,'2026-11-30T07:09:11.637135+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','next_step',1,1,'added',NULL,'{"text": "What to do 1", "owner_role": "Owner 1", "due": "2022-01-03", "done": true}',NULL);
INSERT INTO "history" VALUES(2,'2026-11-30T07:09:11.639139+00:00','2026-11-30T07:09:11.639139+00:00','analyst','next_step',2,1,'added',NULL,'{"text": "What to do 2", "owner_role": "Owner 2", "due": "2022-01-10", "done": true}',NULL);
INSERT INTO "history" VALUES(3,'2026-11-30T07:09:11.762489+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','own_area',1,1,'added',NULL,'{"name": "Name 1", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 1", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(4,'2026-11-30T07:09:11.765163+00:00','2026-11-30T07:09:11.765163+00:00','analyst','own_area',2,1,'added',NULL,'{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(5,'2026-11-30T07:09:11.767494+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','operation',1,1,'added',NULL,'{"name": "Name 1", "aliases": "Also called 1", "aim": "Aim 1,\n''made up''", "theme": "Theme 1", "status": "planned", "lead_role": "Lead 1", "partners": "Partners 1", "plan": "Plan 1", "review_date": "2022-01-03", "source": "Source 1"}',NULL);
INSERT INTO "history" VALUES(6,'2026-11-30T07:09:11.768914+00:00','2026-11-30T07:09:11.768914+00:00','analyst','operation',2,1,'added',NULL,'{"name": "Name 2", "aliases": "Also called 2", "aim": "Aim 2,\n''made up''", "theme": "Theme 2", "status": "planned", "lead_role": "Lead 2", "partners": "Partners 2", "plan": "Plan 2", "review_date": "2022-01-10", "source": "Source 2"}',NULL);
INSERT INTO "history" VALUES(7,'2026-11-30T07:09:11.771866+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','operation_area',1,1,'added',NULL,'{"operation": 1, "label": "Version 1", "place": "Place 1", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 1.5, "latitude": 1.5, "valid_from": "2022-01-03", "valid_to": "2022-01-03"}',NULL);
INSERT INTO "history" VALUES(8,'2026-11-30T07:09:11.773854+00:00','2026-11-30T07:09:11.773854+00:00','analyst','operation_area',2,1,'added',NULL,'{"operation": 1, "label": "Version 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 2.5, "latitude": 2.5, "valid_from": "2022-01-10", "valid_to": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(9,'2026-11-30T07:09:11.775361+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','phase',1,1,'added',NULL,'{"operation": 1, "name": "Name 1", "start": "2022-01-03", "end": "2022-01-03", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(10,'2026-11-30T07:09:11.776480+00:00','2026-11-30T07:09:11.776480+00:00','analyst','phase',2,1,'added',NULL,'{"operation": 1, "name": "Name 2", "start": "2022-01-10", "end": "2022-01-10", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(11,'2026-11-30T07:09:11.778655+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','instance',1,1,'added',NULL,'{"operation": 1, "name": "Name 1", "scope": "local", "start": "2022-01-03", "end": "2022-01-03", "status": "planned", "place": "Place 1", "ward_code": "E05008960", "longitude": 1.5, "latitude": 1.5, "source": "Source 1", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(12,'2026-11-30T07:09:11.779993+00:00','2026-11-30T07:09:11.779993+00:00','analyst','instance',2,1,'added',NULL,'{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(13,'2026-11-30T07:09:11.781507+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','plan_action',1,1,'added',NULL,'{"operation": 1, "strand": "Pursue", "action": "Action 1,\n''made up''", "owner_role": "Owner 1", "set_on": "2022-01-03", "due": "2022-01-03", "status": "not started", "evidence": "Evidence 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(14,'2026-11-30T07:09:11.782646+00:00','2026-11-30T07:09:11.782646+00:00','analyst','plan_action',2,1,'added',NULL,'{"operation": 1, "strand": "Pursue", "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "Evidence 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(15,'2026-11-30T07:09:11.784592+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','dosage',1,1,'added',NULL,'{"operation": 1, "week": "2022-01-03", "patrol_hours": 1.5, "visits": 12, "searches": 12, "arrests": 12, "seizures": 12, "engagements": 12, "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(16,'2026-11-30T07:09:11.785999+00:00','2026-11-30T07:09:11.785999+00:00','analyst','dosage',2,1,'added',NULL,'{"operation": 1, "week": "2022-01-10", "patrol_hours": 2.5, "visits": 13, "searches": 13, "arrests": 13, "seizures": 13, "engagements": 13, "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(17,'2026-11-30T07:09:11.787390+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','linked_order',1,1,'added',NULL,'{"operation": 1, "order_kind": "closure order", "orders": 12, "start": "2022-01-03", "end": "2022-01-03"}',NULL);
INSERT INTO "history" VALUES(18,'2026-11-30T07:09:11.788562+00:00','2026-11-30T07:09:11.788562+00:00','analyst','linked_order',2,1,'added',NULL,'{"operation": 1, "order_kind": "closure order", "orders": 13, "start": "2022-01-10", "end": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(19,'2026-11-30T07:09:11.790163+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','bin_or_sweep',1,1,'added',NULL,'{"operation": 1, "what": "surrender bin", "place": "Place 1", "ward_code": "E05008960", "longitude": 1.5, "latitude": 1.5, "start": "2022-01-03", "end": "2022-01-03", "items": 12, "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(20,'2026-11-30T07:09:11.791347+00:00','2026-11-30T07:09:11.791347+00:00','analyst','bin_or_sweep',2,1,'added',NULL,'{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(21,'2026-11-30T07:09:11.794028+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','test_purchase',1,1,'added',NULL,'{"operation": 1, "round": "Round 1", "authority_code": "E06000030", "day": "2022-01-03", "tried": 12, "sold": 12, "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(22,'2026-11-30T07:09:11.795709+00:00','2026-11-30T07:09:11.795709+00:00','analyst','test_purchase',2,1,'added',NULL,'{"operation": 1, "round": "Round 2", "authority_code": "E06000030", "day": "2022-01-10", "tried": 13, "sold": 13, "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(23,'2026-11-30T07:09:11.798364+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','other_work',1,1,'added',NULL,'{"name": "Name 1", "funder": "Paid by 1", "place": "Place 1", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-03", "end": "2022-01-03", "note": "Note 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(24,'2026-11-30T07:09:11.800209+00:00','2026-11-30T07:09:11.800209+00:00','analyst','other_work',2,1,'added',NULL,'{"name": "Name 2", "funder": "Paid by 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-10", "end": "2022-01-10", "note": "Note 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(25,'2026-11-30T07:09:11.801781+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','comparison',1,1,'added',NULL,'{"operation": 1, "outcome": "Outcome 1", "rule": "Rule 1,\n''made up''", "design": "Areas and periods 1,\n''made up''", "frozen_at": "Frozen at 1", "digest": "Hash 1", "warned": true, "reason": "Why it was changed 1,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(26,'2026-11-30T07:09:11.803538+00:00','2026-11-30T07:09:11.803538+00:00','analyst','comparison',2,1,'added',NULL,'{"operation": 1, "outcome": "Outcome 2", "rule": "Rule 2,\n''made up''", "design": "Areas and periods 2,\n''made up''", "frozen_at": "Frozen at 2", "digest": "Hash 2", "warned": true, "reason": "Why it was changed 2,\n''made up''"}',NULL);
INSERT INTO "history" VALUES(27,'2026-11-30T07:09:11.805019+00:00','2022-01-03T00:00:00.000000+00:00','coordinator','learning',1,1,'added',NULL,'{"operation": 1, "day": "2022-01-03", "verdict": "worked", "figures": "Figures 1,\n''made up''", "lesson": "What we learned 1,\n''made up''", "by_role": "Reviewed by 1", "next_review": "2022-01-03"}',NULL);
INSERT INTO "history" VALUES(28,'2026-11-30T07:09:11.806185+00:00','2026-11-30T07:09:11.806185+00:00','analyst','learning',2,1,'added',NULL,'{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "Reviewed by 2", "next_review": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(29,'2026-11-30T07:09:11.807910+00:00','2026-11-30T07:09:11.807910+00:00','commander','next_step',2,2,'changed','{"text": "What to do 2", "owner_role": "Owner 2", "due": "2022-01-10", "done": true}','{"text": "What to do 2", "owner_role": "é — “changed”", "due": "2022-01-10", "done": true}',NULL);
INSERT INTO "history" VALUES(30,'2026-11-30T07:09:11.809782+00:00','2026-11-30T07:09:11.809782+00:00','commander','own_area',2,2,'changed','{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "Note 2,\n''made up''"}','{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(31,'2026-11-30T07:09:11.811092+00:00','2026-11-30T07:09:11.811092+00:00','analyst','own_area',2,3,'removed','{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(32,'2026-11-30T07:09:11.813071+00:00','2026-11-30T07:09:11.811092+00:00','analyst','own_area',2,4,'added',NULL,'{"name": "Name 2", "geometry": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "made_by": "Made by 2", "note": "é — “changed”"}',31);
INSERT INTO "history" VALUES(33,'2026-11-30T07:09:11.815127+00:00','2026-11-30T07:09:11.815127+00:00','commander','operation',2,2,'changed','{"name": "Name 2", "aliases": "Also called 2", "aim": "Aim 2,\n''made up''", "theme": "Theme 2", "status": "planned", "lead_role": "Lead 2", "partners": "Partners 2", "plan": "Plan 2", "review_date": "2022-01-10", "source": "Source 2"}','{"name": "Name 2", "aliases": "Also called 2", "aim": "Aim 2,\n''made up''", "theme": "Theme 2", "status": "planned", "lead_role": "Lead 2", "partners": "Partners 2", "plan": "Plan 2", "review_date": "2022-01-10", "source": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(34,'2026-11-30T07:09:11.816923+00:00','2026-11-30T07:09:11.816923+00:00','commander','operation_area',2,2,'changed','{"operation": 1, "label": "Version 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 2.5, "latitude": 2.5, "valid_from": "2022-01-10", "valid_to": "2022-01-10"}','{"operation": 1, "label": "Version 2", "place": "é — “changed”", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 2.5, "latitude": 2.5, "valid_from": "2022-01-10", "valid_to": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(35,'2026-11-30T07:09:11.818219+00:00','2026-11-30T07:09:11.818219+00:00','analyst','operation_area',2,3,'removed','{"operation": 1, "label": "Version 2", "place": "é — “changed”", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "longitude": 2.5, "latitude": 2.5, "valid_from": "2022-01-10", "valid_to": "2022-01-10"}',NULL,NULL);
INSERT INTO "history" VALUES(36,'2026-11-30T07:09:11.819885+00:00','2026-11-30T07:09:11.819885+00:00','commander','phase',2,2,'changed','{"operation": 1, "name": "Name 2", "start": "2022-01-10", "end": "2022-01-10", "note": "Note 2,\n''made up''"}','{"operation": 1, "name": "Name 2", "start": "2022-01-10", "end": "2022-01-10", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(37,'2026-11-30T07:09:11.821869+00:00','2026-11-30T07:09:11.821869+00:00','commander','instance',2,2,'changed','{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "Note 2,\n''made up''"}','{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(38,'2026-11-30T07:09:11.823103+00:00','2026-11-30T07:09:11.823103+00:00','analyst','instance',2,3,'removed','{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(39,'2026-11-30T07:09:11.824827+00:00','2026-11-30T07:09:11.823103+00:00','analyst','instance',2,4,'added',NULL,'{"operation": 1, "name": "Name 2", "scope": "local", "start": "2022-01-10", "end": "2022-01-10", "status": "planned", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "source": "Source 2", "note": "é — “changed”"}',38);
INSERT INTO "history" VALUES(40,'2026-11-30T07:09:11.826690+00:00','2026-11-30T07:09:11.826690+00:00','commander','plan_action',2,2,'changed','{"operation": 1, "strand": "Pursue", "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "Evidence 2,\n''made up''"}','{"operation": 1, "strand": "Pursue", "action": "Action 2,\n''made up''", "owner_role": "Owner 2", "set_on": "2022-01-10", "due": "2022-01-10", "status": "not started", "evidence": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(41,'2026-11-30T07:09:11.828502+00:00','2026-11-30T07:09:11.828502+00:00','commander','dosage',2,2,'changed','{"operation": 1, "week": "2022-01-10", "patrol_hours": 2.5, "visits": 13, "searches": 13, "arrests": 13, "seizures": 13, "engagements": 13, "note": "Note 2,\n''made up''"}','{"operation": 1, "week": "2022-01-10", "patrol_hours": 2.5, "visits": 13, "searches": 13, "arrests": 13, "seizures": 13, "engagements": 13, "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(42,'2026-11-30T07:09:11.829822+00:00','2026-11-30T07:09:11.829822+00:00','analyst','dosage',2,3,'removed','{"operation": 1, "week": "2022-01-10", "patrol_hours": 2.5, "visits": 13, "searches": 13, "arrests": 13, "seizures": 13, "engagements": 13, "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(43,'2026-11-30T07:09:11.831684+00:00','2026-11-30T07:09:11.831684+00:00','commander','bin_or_sweep',2,2,'changed','{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "Note 2,\n''made up''"}','{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(44,'2026-11-30T07:09:11.832902+00:00','2026-11-30T07:09:11.832902+00:00','analyst','bin_or_sweep',2,3,'removed','{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(45,'2026-11-30T07:09:11.834529+00:00','2026-11-30T07:09:11.832902+00:00','analyst','bin_or_sweep',2,4,'added',NULL,'{"operation": 1, "what": "surrender bin", "place": "Place 2", "ward_code": "E05008960", "longitude": 2.5, "latitude": 2.5, "start": "2022-01-10", "end": "2022-01-10", "items": 13, "note": "é — “changed”"}',44);
INSERT INTO "history" VALUES(46,'2026-11-30T07:09:11.836254+00:00','2026-11-30T07:09:11.836254+00:00','commander','test_purchase',2,2,'changed','{"operation": 1, "round": "Round 2", "authority_code": "E06000030", "day": "2022-01-10", "tried": 13, "sold": 13, "note": "Note 2,\n''made up''"}','{"operation": 1, "round": "Round 2", "authority_code": "E06000030", "day": "2022-01-10", "tried": 13, "sold": 13, "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(47,'2026-11-30T07:09:11.838029+00:00','2026-11-30T07:09:11.838029+00:00','commander','other_work',2,2,'changed','{"name": "Name 2", "funder": "Paid by 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-10", "end": "2022-01-10", "note": "Note 2,\n''made up''"}','{"name": "Name 2", "funder": "Paid by 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-10", "end": "2022-01-10", "note": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(48,'2026-11-30T07:09:11.839230+00:00','2026-11-30T07:09:11.839230+00:00','analyst','other_work',2,3,'removed','{"name": "Name 2", "funder": "Paid by 2", "place": "Place 2", "ward_code": "E05008960", "polygon": "{\"type\": \"Polygon\", \"coordinates\": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}", "start": "2022-01-10", "end": "2022-01-10", "note": "é — “changed”"}',NULL,NULL);
INSERT INTO "history" VALUES(49,'2026-11-30T07:09:11.840886+00:00','2026-11-30T07:09:11.840886+00:00','commander','comparison',2,2,'changed','{"operation": 1, "outcome": "Outcome 2", "rule": "Rule 2,\n''made up''", "design": "Areas and periods 2,\n''made up''", "frozen_at": "Frozen at 2", "digest": "Hash 2", "warned": true, "reason": "Why it was changed 2,\n''made up''"}','{"operation": 1, "outcome": "Outcome 2", "rule": "Rule 2,\n''made up''", "design": "Areas and periods 2,\n''made up''", "frozen_at": "Frozen at 2", "digest": "Hash 2", "warned": true, "reason": "é — “changed”"}',NULL);
INSERT INTO "history" VALUES(50,'2026-11-30T07:09:11.842604+00:00','2026-11-30T07:09:11.842604+00:00','commander','learning',2,2,'changed','{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "Reviewed by 2", "next_review": "2022-01-10"}','{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "é — “changed”", "next_review": "2022-01-10"}',NULL);
INSERT INTO "history" VALUES(51,'2026-11-30T07:09:11.843804+00:00','2026-11-30T07:09:11.843804+00:00','analyst','learning',2,3,'removed','{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "é — “changed”", "next_review": "2022-01-10"}',NULL,NULL);
INSERT INTO "history" VALUES(52,'2026-11-30T07:09:11.845337+00:00','2026-11-30T07:09:11.843804+00:00','analyst','learning',2,4,'added',NULL,'{"operation": 1, "day": "2022-01-10", "verdict": "worked", "figures": "Figures 2,\n''made up''", "lesson": "What we learned 2,\n''made up''", "by_role": "é — “changed”", "next_review": "2022-01-10"}',51);
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
CREATE INDEX history_of_record ON history (kind, record_id, number);
COMMIT;
