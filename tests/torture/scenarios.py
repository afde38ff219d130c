"""Every row of the table, in its order."""

from tests.torture import (
    backups,
    cancelling,
    clocks,
    disk,
    killing,
    network,
    processes,
    stopping,
    updates,
    webhook,
)
from tests.torture.campaign import rows_of

IN_ORDER = (
    killing, stopping, network, updates, webhook, disk, clocks, cancelling, processes, backups,
)  # fmt: skip
ROWS = [row for module in IN_ORDER for row in rows_of(module)]
