"""Files from the services named in `data/download_places.csv`: whole and of the right type, or not at all."""
