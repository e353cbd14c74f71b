"""What pages claim, taken apart and worked out by another route: pandas over raw rows, shapely, scipy and statsmodels; neither geo nor ui.answers."""
