"""A client in another language: knows the broker, the registry and the published schemas, and nothing else of Tidemark.

usage: client.py BROKER REGISTRY PREFIX MODEL COUNT
Sends COUNT requests and their labels, waits for the predictions, reads the alerts that are there, and prints one JSON
object: request ids, predictions by request id, and the alerts.
"""

import json
import sys
import time
import uuid

from confluent_kafka import Consumer, DeserializingConsumer, SerializingProducer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import StringDeserializer, StringSerializer


def producer(broker, registry, topic):
    schema = registry.get_latest_version(f"{topic}-value").schema.schema_str
    values = AvroSerializer(registry, schema, conf={"auto.register.schemas": False})
    return SerializingProducer(
        {"bootstrap.servers": broker, "key.serializer": StringSerializer(), "value.serializer": values}
    )


def read(broker, registry, topic, enough, seconds):
    """Committed records from the beginning until `enough` says so or the time is over."""
    consumer = DeserializingConsumer(
        {
            "bootstrap.servers": broker,
            "group.id": f"python-{uuid.uuid4()}",
            "auto.offset.reset": "earliest",
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "key.deserializer": StringDeserializer(),
            "value.deserializer": AvroDeserializer(registry),
        }
    )
    partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
    consumer.assign([TopicPartition(topic, p, 0) for p in partitions])
    records = []
    deadline = time.time() + seconds
    while time.time() < deadline and not enough(records):
        message = consumer.poll(0.2)
        if message is not None and message.error() is None:
            records.append((message.key(), message.value()))
    consumer.close()
    return records


def main():
    broker, url, prefix, model, count = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])
    registry = SchemaRegistryClient({"url": url})
    requests = producer(broker, registry, f"{prefix}prediction-requests")
    labels = producer(broker, registry, f"{prefix}ground-truth")
    ids = []
    for i in range(count):
        request_id = f"python-{uuid.uuid4()}"
        ids.append(request_id)
        now = int(time.time() * 1000)
        requests.produce(
            f"{prefix}prediction-requests",
            key=request_id,
            value={
                "request_id": request_id,
                "model": model,
                "entity_id": None,
                "event_time": now,
                "features": {
                    "longitude": -122.0 - i / 100,
                    "latitude": 37.5,
                    "housing_median_age": 30,
                    "total_rooms": 2000.0,
                    "total_bedrooms": None,
                    "population": 1000.0,
                    "households": 400.0,
                    "median_income": 3.5 + i / 10,
                    "ocean_proximity": "NEAR BAY",
                },
                "explain": False,
            },
        )
        labels.produce(
            f"{prefix}ground-truth",
            key=request_id,
            value={
                "request_id": request_id,
                "model": model,
                "label": 200000.0 + i,
                "event_time": now,
                "revision": 0,
            },
        )
    requests.flush(30)
    labels.flush(30)
    mine = set(ids)
    answered = lambda records: mine <= {key for key, _ in records}
    predictions = read(broker, registry, f"{prefix}predictions", answered, 120)
    outcomes = read(broker, registry, f"{prefix}outcomes", answered, 120)
    alerts = read(broker, registry, f"{prefix}alerts", lambda records: len(records) > 0, 60)
    print(
        json.dumps(
            {
                "ids": ids,
                "predictions": {key: value for key, value in predictions if key in mine},
                "outcomes": {key: value for key, value in outcomes if key in mine},
                "alerts": [value for _, value in alerts],
            },
            default=str,
        )
    )


if __name__ == "__main__":
    main()
