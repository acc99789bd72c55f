"""Results into what others read: gradebook files of Canvas and Moodle, CSV, JUnit."""
