package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {
    private static final Pattern CODE_NAME = Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.[a-z][A-Za-z0-9]*)?`");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]*)(#[^)]*)?\\)");
    private static final Pattern RUNBOOK_ANCHOR = Pattern.compile("runbook\\.md#([a-z0-9-]+)");

    /// Names in code style that are no classes of ours.
    private static final Set<String> FOREIGN = Set.of("StringSerializer", "MALFORMED");

    @Test
    void eachClassThatTheArchitectureNamesExists() {
        Set<String> known = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.tidemark").stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        Set<String> named = CODE_NAME
                .matcher(SourceTree.read("docs/architecture.md"))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !FOREIGN.contains(name))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(known).containsAll(named);
    }

    static Stream<Path> documents() throws IOException {
        Path root = SourceTree.root();
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md")), docs.toList().stream())
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachLinkBetweenDocumentsLeadsSomewhere(Path document) throws IOException {
        for (MatchResult link :
                LINK.matcher(Files.readString(document)).results().toList()) {
            Path target = link.group(1).isEmpty()
                    ? document
                    : document.resolveSibling(link.group(1)).normalize();
            assertThat(target).as("link %s of %s", link.group(), document).exists();
            if (link.group(2) != null && target.toString().endsWith(".md")) {
                assertThat(anchors(target))
                        .as("link %s of %s", link.group(), document)
                        .contains(link.group(2).substring(1));
            }
        }
    }

    @Test
    void eachSectionOfTheRunbookThatAnAlertNamesExists() throws IOException {
        Set<String> anchors = anchors(SourceTree.root().resolve("docs/runbook.md"));
        Set<String> used;
        try (Stream<Path> sources = Files.walk(SourceTree.root())) {
            used = sources.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .flatMap(
                            file -> RUNBOOK_ANCHOR.matcher(text(file)).results().map(match -> match.group(1)))
                    .collect(Collectors.toSet());
        }

        assertThat(used).isNotEmpty();
        assertThat(anchors).containsAll(used);
    }

    private static Set<String> anchors(Path document) throws IOException {
        return Files.readString(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
