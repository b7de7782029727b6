"""Documents that are made from the code: help, schemas, man page, key sheet."""
