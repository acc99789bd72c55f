"""Class lists, downloads and gradebook files of learning management systems."""
