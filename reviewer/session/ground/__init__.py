"""The ground floor: clock, ids and runner as ports, the bus, saving, settings, backups."""
