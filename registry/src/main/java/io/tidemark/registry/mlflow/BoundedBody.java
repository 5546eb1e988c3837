package io.tidemark.registry.mlflow;

import io.tidemark.registry.TooLargeException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Takes a body of a bounded size, and counts what has come: a transfer that stands still can be told from a slow one.
final class BoundedBody implements BodyHandler<byte[]> {
    private final String what;
    private final long maxBytes;
    private final AtomicLong received = new AtomicLong();

    /// @param what is fetched, for messages
    BoundedBody(String what, long maxBytes) {
        this.what = what;
        this.maxBytes = maxBytes;
    }

    /// Bytes that have come so far, and one for the headers.
    long received() {
        return received.get();
    }

    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo response) {
        received.incrementAndGet();
        return new Subscriber(
                response.headers().firstValueAsLong("Content-Length").orElse(-1));
    }

    private final class Subscriber implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final long announced;
        private Flow.@Nullable Subscription subscription;

        Subscriber(long announced) {
            this.announced = announced;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription upstream) {
            subscription = upstream;
            if (announced > maxBytes) {
                refuse(upstream, announced + " bytes");
            } else {
                upstream.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                received.addAndGet(buffer.remaining());
                if (subscription != null && bytes.size() + (long) buffer.remaining() > maxBytes) {
                    refuse(subscription, "more than " + maxBytes + " bytes");
                    return;
                }
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                bytes.writeBytes(chunk);
            }
        }

        private void refuse(Flow.Subscription upstream, String size) {
            upstream.cancel();
            body.completeExceptionally(new TooLargeException(what + " of " + size, maxBytes));
        }

        @Override
        public void onError(Throwable fault) {
            body.completeExceptionally(fault);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
