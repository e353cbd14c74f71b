"""What pages say of the wards they count by: vintages, and areas beside wards."""
