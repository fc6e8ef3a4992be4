"""Prints final results of the Streams app, decimals as decimals. With Confluent's client for Python:

    python read_bars.py localhost:9092 bars-m1
"""

import json
import sys
from decimal import Decimal

from confluent_kafka import Consumer, KafkaException


def decimal(text):
    # Decimals are text, so that no reader makes floats of them. Null where no row had one.
    return None if text is None else Decimal(text)


def main(servers, topic):
    consumer = Consumer(
        {
            "bootstrap.servers": servers,
            "group.id": "read-" + topic,
            "auto.offset.reset": "earliest",
            # The default of librdkafka; said because without it results come more than once.
            "isolation.level": "read_committed",
        }
    )
    consumer.subscribe([topic])
    try:
        while True:
            record = consumer.poll(1.0)
            if record is None:
                continue
            if record.error():
                raise KafkaException(record.error())
            bar = json.loads(record.value())
            if bar["final"]:
                prices = decimal(bar["open"]), decimal(bar["close"])
                print(bar["symbol"], bar["start"], *prices, decimal(bar["volume"]), flush=True)
    finally:
        consumer.close()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        pass
