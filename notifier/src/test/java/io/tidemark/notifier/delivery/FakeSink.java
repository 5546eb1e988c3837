package io.tidemark.notifier.delivery;

import io.tidemark.notifier.notice.Notice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Says what the test told it to say; then that it has the message.
final class FakeSink implements Sink {
    final List<Parcel> told = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    FakeSink says(Answer answer) {
        answers.add(answer);
        return this;
    }

    FakeSink fails(int times) {
        for (int i = 0; i < times; i++) {
            says(new Answer.Later(Optional.empty(), "down"));
        }
        return this;
    }

    static Answer throttled(Duration after) {
        return new Answer.Later(Optional.of(after), "too many");
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public boolean wants(Notice notice) {
        return true;
    }

    @Override
    public Answer tell(Parcel parcel) {
        told.add(parcel);
        return answers.isEmpty() ? new Answer.Delivered(Optional.of("r" + told.size())) : answers.removeFirst();
    }
}
