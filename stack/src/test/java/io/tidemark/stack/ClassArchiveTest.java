package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    private Path directory;

    private Path jar = Path.of("unmade");

    @BeforeEach
    void makeJar() throws IOException {
        jar = Files.writeString(directory.resolve("a.jar"), "jar");
    }

    @Test
    void whatAReadyChildWroteIsUsedFromThenOn() throws IOException {
        ClassArchive archive = archive();
        Path written = Path.of(archive.option().replace("-XX:ArchiveClassesAtExit=", ""));
        Files.writeString(written, "classes");

        archive.settle(true);

        assertThat(archive().option()).isEqualTo("-XX:SharedArchiveFile=" + archive.file());
        assertThat(written).doesNotExist();
        archive.settle(true);
        assertThat(archive.file()).hasContent("classes");
    }

    @Test
    void whatAFailedChildWroteIsThrownAway() throws IOException {
        ClassArchive archive = archive();
        Path written = Path.of(archive.option().replace("-XX:ArchiveClassesAtExit=", ""));
        Files.writeString(written, "next to nothing");

        archive.settle(false);

        assertThat(written).doesNotExist();
        assertThat(archive.file()).doesNotExist();
    }

    @Test
    void anArchiveBelongsToItsJars() throws IOException {
        Path before = archive().file();
        assertThat(archive().file()).isEqualTo(before);

        Files.writeString(jar, "another jar");

        assertThat(archive().file().getParent()).isEqualTo(directory);
        assertThat(archive().file()).isNotEqualTo(before);
    }

    private ClassArchive archive() {
        return ClassArchive.of("child", List.of(jar), new StackRuntime(directory), new StackHome(directory));
    }
}
