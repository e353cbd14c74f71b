"""What lies in files and archives: text, workbooks, the columns rows are brought into, each row accepted or rejected."""
