package io.tidemark.scoring.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.serving.ServingBoard.Attempt;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingBoardTest {
    private static final Duration FOR_EVER = Duration.ofMinutes(2);
    private static final ToyModel TOY = ToyModel.version(1);
    private static final ServingModel SERVING = TOY.serving();

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private LoaderBench bench;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private ServingBoard board;

    @BeforeEach
    void open() {
        bench = new LoaderBench(folder);
        board = bench.board;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aModelIsUnknownThenLoadingThenReady() {
        assertThat(bench.prospect()).isEqualTo(Prospect.UNKNOWN);

        bench.activate(TOY);
        assertThat(bench.prospect()).isEqualTo(Prospect.LOADING);
        assertThat(board.awaitSettled(Duration.ZERO)).isFalse();

        board.ready(activation(0));
        assertThat(bench.prospect()).isEqualTo(Prospect.READY);
        assertThat(board.awaitSettled(Duration.ZERO)).isTrue();
    }

    @Test
    void whileANewerActivationLoadsARefusedOneIsHistory() throws InterruptedException {
        bench.activate(TOY);
        board.refuse(board.take());
        assertThat(bench.prospect()).isEqualTo(Prospect.REFUSED);

        bench.activate(TOY);

        assertThat(bench.prospect()).isEqualTo(Prospect.LOADING);
        assertThat(board.awaitSettled(Duration.ZERO)).isFalse();
    }

    @Test
    void aRefusalIsOverWithAnActivationAtItsPlaceOrLater() throws InterruptedException {
        bench.activate(TOY);
        bench.activate(TOY);
        board.refuse(board.take());

        board.ready(activation(0));
        assertThat(bench.prospect()).as("of what is fallen back to").isEqualTo(Prospect.REFUSED);
        board.ready(activation(2));
        assertThat(bench.prospect()).isEqualTo(Prospect.READY);
    }

    @Test
    void triesThatWerePutOffComeLaterAndLater() throws InterruptedException {
        bench.activate(TOY);
        Attempt attempt = board.take();
        List<Long> pausesMs = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            board.retryLater(attempt, false);
            bench.pass(Duration.ofDays(1));
            attempt = board.take();
            pausesMs.add(TimeUnit.NANOSECONDS.toMillis(
                    attempt.dueNs() - (bench.clockNs.get() - Duration.ofDays(1).toNanos())));
        }

        assertThat(pausesMs).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void aTryThatWasReplacedIsNotPutOff() throws InterruptedException {
        bench.activate(TOY);
        Attempt replaced = board.take();
        bench.activate(TOY);

        board.retryLater(replaced, false);

        assertThat(board.take().activation().offset()).isEqualTo(1);
    }

    @Test
    void nobodyWaitsForAModelThatIsNotExpected() {
        assertThat(board.await("toy", -1, FOR_EVER)).isNull();
        board.ready(activation(4));
        assertThat(board.await("toy", -1, FOR_EVER)).isNotNull();
        assertThat(board.await("toy", 4, FOR_EVER)).isNotNull();
    }

    @Test
    void aWaitEndsWhenTheModelIsReady() throws Exception {
        bench.activate(TOY);
        CompletableFuture<@Nullable ReadyActivation> wait = waitFor(0);

        ReadyActivation activation = activation(0);
        board.ready(activation);

        assertThat(wait.get(1, TimeUnit.MINUTES)).isSameAs(activation);
    }

    @Test
    void aWaitEndsWhenTheModelIsRefused() throws Exception {
        bench.activate(TOY);
        CompletableFuture<@Nullable ReadyActivation> wait = waitFor(0);

        board.refuse(board.take());

        assertThat(wait.get(1, TimeUnit.MINUTES)).isNull();
    }

    /// A partition adopted elsewhere what the timeline has not told here yet.
    @Test
    void anActivationThatTheTimelineHasNotToldYetIsWaitedFor() throws Exception {
        bench.activate(TOY);
        board.ready(activation(0));
        CompletableFuture<@Nullable ReadyActivation> wait = waitFor(1);
        assertThat(board.await("toy", 1, Duration.ZERO))
                .as("after the wait, what there is")
                .isNotNull();
        assertThat(wait).isNotDone();

        bench.activate(TOY);
        assertThat(wait).isNotDone();
        board.ready(activation(1));

        ReadyActivation found = wait.get(1, TimeUnit.MINUTES);
        assertThat(found == null ? -1 : found.offset()).isEqualTo(1);
    }

    @Test
    void ofALongHistoryTheLatestAreRemembered() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            bench.activate(TOY);
        }
        WantedActivation newest = board.take().activation();

        assertThat(newest.offset()).isEqualTo(39);
        assertThat(board.before(newest))
                .hasSize(31)
                .first()
                .extracting(WantedActivation::offset)
                .isEqualTo(38L);
    }

    private CompletableFuture<@Nullable ReadyActivation> waitFor(long offset) {
        CompletableFuture<@Nullable ReadyActivation> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> done.complete(board.await("toy", offset, FOR_EVER)));
        return done;
    }

    private static ReadyActivation activation(long offset) {
        return new ReadyActivation(offset, "activation-" + offset, SERVING, List.of());
    }
}
