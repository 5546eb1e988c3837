package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataLocatorTest {
    private static final String CSV = "a,b\n1,2\n";
    private static final byte[] BYTES = CSV.getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temporary;

    private Path cache = Path.of("");
    private Path models = Path.of("");
    private FileServer server = FileServer.NONE;

    @BeforeEach
    void start() throws IOException {
        cache = temporary.resolve("cache");
        models = Files.createDirectory(temporary.resolve("models"));
        server = FileServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileIsFoundBesideTheManifests() throws IOException {
        Files.writeString(models.resolve("toy.csv"), CSV);

        LocatedData data = locate("data.source=toy.csv");

        assertThat(data.file()).isEqualTo(models.resolve("toy.csv"));
        assertThat(data.address()).isEqualTo("toy.csv");
        assertThat(data.sha256()).isEqualTo(Sha256.of(BYTES));
    }

    @Test
    void anAbsolutePathIsTakenAsItIs() throws IOException {
        Path file = Files.writeString(temporary.resolve("else.csv"), CSV);

        assertThat(locate("data.source=" + file).file()).isEqualTo(file);
    }

    @Test
    void aFileThatIsNowhereIsToldWithThePlacesThatWereLookedAt() {
        assertThatThrownBy(() -> locate("data.source=toy.csv"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("toy.csv")
                .hasMessageContaining(models.toString())
                .hasMessageContaining("--data");
    }

    @Test
    void aFileWithAnotherHashIsRefused() throws IOException {
        Files.writeString(models.resolve("toy.csv"), CSV + "3,4\n");

        assertThatThrownBy(() -> locate("data.source=toy.csv", sha(BYTES)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected " + Sha256.of(BYTES));
    }

    @Test
    void theFilesOfAFolderAreJoinedInTheOrderOfTheirNames() throws IOException {
        Path folder = Files.createDirectory(models.resolve("parts"));
        Files.writeString(folder.resolve("2.csv"), "a,b\n3,4");
        Files.writeString(folder.resolve("10.CSV"), "\ufeffa,b\r\n5,6\r\n");
        Files.writeString(folder.resolve("1.csv"), "a,b\n1,2\n");
        Files.writeString(folder.resolve("0.csv"), "");
        Files.writeString(folder.resolve("readme.txt"), "not data");

        LocatedData data = locate("data.source=parts");

        assertThat(data.file()).hasContent("a,b\n1,2\n5,6\n3,4\n");
        assertThat(locate("data.source=parts")).isEqualTo(data);
        assertThat(cached()).hasSize(1);
    }

    @Test
    void theFilesOfAFolderAreHeldAgainstTheHashToo() throws IOException {
        Path folder = Files.createDirectory(models.resolve("parts"));
        Files.writeString(folder.resolve("1.csv"), CSV);

        assertThat(locate("data.source=parts", sha(BYTES)).sha256()).isEqualTo(Sha256.of(BYTES));
        assertThatThrownBy(() -> locate("data.source=parts", "data.sha256=" + "a".repeat(64)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found SHA-256");
        assertThat(cached()).hasSize(1);
    }

    @Test
    void foldersThatCannotBeJoinedAreRefused() throws IOException {
        Path folder = Files.createDirectory(models.resolve("parts"));
        assertThatThrownBy(() -> locate("data.source=parts")).hasMessageContaining("no data file");

        Files.writeString(folder.resolve("1.csv"), CSV);
        Files.writeString(folder.resolve("2.csv"), "a,c\n1,2\n");
        assertThatThrownBy(() -> locate("data.source=parts"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'a,c'")
                .hasMessageContaining("2.csv");

        Files.delete(folder.resolve("2.csv"));
        Files.writeString(folder.resolve("2.jsonl"), "{}");
        assertThatThrownBy(() -> locate("data.source=parts")).hasMessageContaining("1 CSV files of 2");
        assertThat(cached()).isEmpty();
    }

    @Test
    void aDownloadWithAHashIsKeptAndNotFetchedAgain() {
        server.serve("/toy.csv", BYTES);

        LocatedData first = locate(source("/toy.csv"), sha(BYTES));
        LocatedData second = locate(source("/toy.csv"), sha(BYTES));

        assertThat(first.file()).hasBinaryContent(BYTES);
        assertThat(first.origin()).startsWith("download from");
        assertThat(second.file()).isEqualTo(first.file());
        assertThat(second.origin()).startsWith("cache");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aDownloadWithoutAHashIsFetchedEachTime() {
        server.serve("/toy.csv", BYTES);
        locate(source("/toy.csv"));
        server.serve("/toy.csv", "changed".getBytes(StandardCharsets.UTF_8));

        assertThat(locate(source("/toy.csv")).file()).hasContent("changed");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aCachedFileThatWasAlteredIsFetchedAgain() throws IOException {
        server.serve("/toy.csv", BYTES);
        Path file = locate(source("/toy.csv"), sha(BYTES)).file();
        Files.writeString(file, "altered");

        assertThat(locate(source("/toy.csv"), sha(BYTES)).file()).hasBinaryContent(BYTES);
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aFileOfTheSameHashNearbySavesTheDownload() throws IOException {
        Files.write(models.resolve("toy.csv"), BYTES);

        LocatedData data = locate(source("/toy.csv"), sha(BYTES));

        assertThat(data.file()).isEqualTo(models.resolve("toy.csv"));
        assertThat(data.address()).isEqualTo(server.address() + "/toy.csv");
        assertThat(server.requests()).isZero();
    }

    @Test
    void aDownloadOfOtherDataIsRefusedAndNotKept() throws IOException {
        server.serve("/toy.csv", "other data".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> locate(source("/toy.csv"), sha(BYTES)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the data changed");
        assertThat(cached()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 404, 500})
    void aServerThatDoesNotGiveTheDataIsTold(int status) throws IOException {
        server.answer("/toy.csv", status);

        assertThatThrownBy(() -> locate(source("/toy.csv")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found status " + status)
                .hasMessageContaining("/toy.csv");
        assertThat(cached()).isEmpty();
    }

    @Test
    void aDownloadThatBreaksOffIsNotTakenForTheData() throws IOException {
        server.breakOff("/toy.csv", BYTES);

        assertThatThrownBy(() -> locate(source("/toy.csv"))).isInstanceOf(DataException.class);
        assertThat(cached()).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        String address = source("/toy.csv");
        server.close();

        assertThatThrownBy(() -> locate(address))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be fetched");
    }

    @Test
    void redirectsAreFollowed() {
        server.redirect("/old.csv", "/toy.csv");
        server.serve("/toy.csv", BYTES);

        assertThat(locate(source("/old.csv"), sha(BYTES)).file()).hasBinaryContent(BYTES);
    }

    @Test
    void progressIsHeard() {
        server.serve("/toy.csv", BYTES);
        List<String> heard = new ArrayList<>();
        new DataLocator(cache, List.of(), (what, done, total) -> heard.add(done + " of " + total))
                .locate(Toys.regression("data.source=\"" + server.address() + "/toy.csv\""));

        assertThat(heard).last().isEqualTo(BYTES.length + " of " + BYTES.length);
    }

    @ParameterizedTest
    @CsvSource({
        "https://host/a/b.tgz, b.tgz",
        "https://host/a/b.tgz?raw=true&x=a/b, b.tgz",
        "https://host/a/b.csv#top, b.csv",
        "https://host/, data",
        "gs://bucket/a/b.csv, b.csv",
    })
    void theNameOfADownloadIsTheLastOfItsPath(String address, String expected) {
        assertThat(DataLocator.fileName(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"toy.tgz", "toy.tar.gz", "toy.tar", "toy.zip", "TOY.TGZ"})
    void theMemberOfAnArchiveIsTakenOut(String name) throws IOException {
        Files.write(models.resolve(name), TestArchives.of(name, "folder/readme.txt", "x", "folder/toy.csv", CSV));

        assertThat(locate("data.source=" + name, "data.member=folder/toy.csv").file())
                .hasBinaryContent(BYTES);
        assertThat(locate("data.source=" + name).file()).hasBinaryContent(BYTES);
        assertThatThrownBy(() -> locate("data.source=" + name, "data.member=toy.csv"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found folder/readme.txt, folder/toy.csv in " + name + ", expected toy.csv");
    }

    @Test
    void aCompressedFileIsUnpacked() throws IOException {
        Files.write(models.resolve("toy.csv.gz"), TestArchives.gzip(BYTES));

        assertThat(locate("data.source=toy.csv.gz").file()).hasBinaryContent(BYTES);
    }

    @Test
    void anArchiveIsHeldAgainstTheHashAndItsMemberNamedByItsOwn() throws IOException {
        byte[] archive = TestArchives.of("toy.tgz", "toy.csv", CSV);
        server.serve("/toy.tgz", archive);

        LocatedData data = locate(source("/toy.tgz?raw=true"), sha(archive), "data.member=toy.csv");

        assertThat(data.file()).hasBinaryContent(BYTES);
        assertThat(data.sha256()).isEqualTo(Sha256.of(BYTES));
    }

    @Test
    void anUnpackedFileThatWasAlteredIsUnpackedAgain() throws IOException {
        Files.write(models.resolve("toy.tgz"), TestArchives.of("toy.tgz", "toy.csv", CSV));
        Files.writeString(locate("data.source=toy.tgz").file(), "altered");

        assertThat(locate("data.source=toy.tgz").file()).hasBinaryContent(BYTES);
    }

    @Test
    void namesInsideAnArchiveAreNoPaths() throws IOException {
        Files.write(models.resolve("toy.tgz"), TestArchives.of("toy.tgz", "../../evil.csv", CSV));

        assertThat(locate("data.source=toy.tgz").file()).hasParent(cache);
        try (Stream<Path> files = Files.walk(temporary)) {
            assertThat(files).noneMatch(file -> file.endsWith("evil.csv"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"toy.tgz", "toy.tar", "toy.zip", "toy.csv.gz"})
    void whatIsNoArchiveIsRefused(String name) throws IOException {
        Files.writeString(models.resolve(name), "no archive at all");

        assertThatThrownBy(() -> locate("data.source=" + name)).isInstanceOf(DataException.class);
        assertThat(cached()).isEmpty();
    }

    @Test
    void anArchiveThatBreaksOffIsRefused() throws IOException {
        byte[] archive = TestArchives.of("toy.tgz", "toy.csv", CSV.repeat(10_000));
        Files.write(models.resolve("toy.tgz"), java.util.Arrays.copyOf(archive, archive.length / 2));

        assertThatThrownBy(() -> locate("data.source=toy.tgz"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be unpacked");
        assertThat(cached()).isEmpty();
    }

    @Test
    void rowsFromTheLogNeedABroker() {
        assertThatThrownBy(() -> locate("data.source=\"topic:outcomes\""))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic:outcomes");
    }

    private LocatedData locate(String... overrides) {
        ModelManifest manifest = Toys.regression(overrides);
        return new DataLocator(cache, List.of(models), Progress.NONE).locate(manifest);
    }

    private String source(String path) {
        return "data.source=\"" + server.address() + path + "\"";
    }

    private static String sha(byte[] bytes) {
        return "data.sha256=" + Sha256.of(bytes);
    }

    private List<Path> cached() throws IOException {
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }
}
