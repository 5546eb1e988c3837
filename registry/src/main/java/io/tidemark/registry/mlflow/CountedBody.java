package io.tidemark.registry.mlflow;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what of a body was taken to be sent: a transfer that stands still can be told from a slow one.
final class CountedBody implements BodyPublisher {
    private final BodyPublisher content;
    private final AtomicLong bytes = new AtomicLong();

    CountedBody(BodyPublisher content) {
        this.content = content;
    }

    /// Bytes that were taken so far.
    long bytes() {
        return bytes.get();
    }

    @Override
    public long contentLength() {
        return content.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        content.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer chunk) {
                bytes.addAndGet(chunk.remaining());
                subscriber.onNext(chunk);
            }

            @Override
            public void onError(Throwable fault) {
                subscriber.onError(fault);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
