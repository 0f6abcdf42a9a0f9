"""Files of other programs and of ours: bytes to records and back. No SQL, no Qt."""
