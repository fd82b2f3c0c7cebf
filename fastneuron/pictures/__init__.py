"""What results look like: traces, rasters, responses to a current."""
