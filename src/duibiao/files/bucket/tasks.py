"""The job of the bucket, known only where one is set: send what waits, then let the disk go of what it need not hold."""

from typing import Any

from procrastinate.contrib.django import app

#: A run ends after so many seconds; the next minute goes on, and whatever is more urgent goes between.
SECONDS = 20.0


@app.periodic(cron="* * * * *")
@app.task(name="files.bucket", queueing_lock="files.bucket", priority=-15)
def keep_up(timestamp: int = 0, **_context: Any) -> None:
    """Begun twice, or killed in the middle, it sends nothing twice and loses nothing."""
    import logging

    from duibiao.files import store
    from duibiao.files.bucket import evicting, owning, pushing

    try:
        sent = pushing.push(seconds=SECONDS)
        evicting.tidy()
    except (owning.NotOurs, store.Unreachable) as fault:
        logging.getLogger("duibiao.bucket").warning("%s", fault)
    else:
        if sent.lost or sent.damaged:
            words = "not sent: %d lost, %d damaged; duibiao bucket check names them"
            logging.getLogger("duibiao.bucket").error(words, len(sent.lost), len(sent.damaged))
