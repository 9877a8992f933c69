// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailetContainerCheckTest {

    private static final String PROPAGATE = "<onMailetException>propagate</onMailetException>";
    private static final String ERROR =
            "<processor state=\"error\"><mailet match=\"All\" class=\"Null\">" + PROPAGATE + "</mailet></processor>";

    @TempDir
    private Path directory;

    @Test
    void closedProcessorsAreRight() throws IOException {
        assertThat(problems("<processor state=\"root\"><mailet match=\"All\" class=\"Null\"/></processor>" + ERROR))
                .isEmpty();
    }

    @Test
    void processorsThatJamesNeedsAreAskedFor() throws IOException {
        assertThat(problems("<processor state=\"other\"><mailet class=\"Null\"/></processor>"))
                .containsExactly(
                        "mailetcontainer.xml: root: is missing; James cannot work without this processor",
                        "mailetcontainer.xml: error: is missing; James cannot work without this processor");
    }

    @Test
    void openEndIsReported() throws IOException {
        assertThat(problems(
                        "<processor state=\"root\"><mailet match=\"IsOverQuota\" class=\"Null\"/></processor>" + ERROR))
                .singleElement()
                .asString()
                .startsWith("mailetcontainer.xml: root: a mail can reach the end of this processor");
    }

    @Test
    void mailetThatLetsTheMailPassIsNoEnd() throws IOException {
        assertThat(problems(
                        "<processor state=\"root\"><mailet match=\"All\" class=\"DSNBounce\"/></processor>" + ERROR))
                .singleElement()
                .asString()
                .contains("a mail can reach the end");
        assertThat(problems("<processor state=\"root\"><mailet match=\"All\" class=\"DSNBounce\">"
                        + "<passThrough>false</passThrough></mailet></processor>" + ERROR))
                .isEmpty();
    }

    @Test
    void emptyProcessorIsAnOpenEnd() throws IOException {
        assertThat(problems("<processor state=\"root\"/>" + ERROR))
                .singleElement()
                .asString()
                .contains("a mail can reach the end");
    }

    @Test
    void missingProcessorIsReportedWithTheLikelyOne() throws IOException {
        assertThat(problems(
                        "<processor state=\"root\"><mailet match=\"All\" class=\"ToProcessor\"><processor>eror</processor>"
                                + "</mailet></processor>" + ERROR))
                .containsExactly(
                        "mailetcontainer.xml: root: ToProcessor leads to the processor 'eror', which is missing;"
                                + " did you mean 'error'?");
    }

    @Test
    void processorForExceptionsMustExistToo() throws IOException {
        assertThat(problems("<processor state=\"root\"><mailet match=\"All\" class=\"Null\">"
                        + "<onMailetException>faults</onMailetException></mailet></processor>" + ERROR))
                .containsExactly("mailetcontainer.xml: root: Null leads to the processor 'faults', which is missing");
    }

    @Test
    void defaultsOfOurMailetsAreFollowed() throws IOException {
        assertThat(problems(
                        "<processor state=\"root\"><mailet match=\"All\" class=\"org.posthorn.mailets.retry.RetryLater\"/>"
                                + "</processor>" + ERROR))
                .containsExactly(
                        "mailetcontainer.xml: root: org.posthorn.mailets.retry.RetryLater leads to the processor"
                                + " 'undeliverable', which is missing");
    }

    @Test
    void unknownParameterIsReported() throws IOException {
        assertThat(problems("<processor state=\"root\"><mailet match=\"All\" class=\"LocalDelivery\"><retrys>3</retrys>"
                        + "</mailet></processor>" + ERROR))
                .containsExactly("mailetcontainer.xml: root: LocalDelivery takes no <retrys>; did you mean 'retries'?");
    }

    @Test
    void classThatIsNoMailetOrMatcherIsReported() throws IOException {
        assertThat(problems("<processor state=\"root\"><mailet match=\"java.lang.String\" class=\"java.lang.String\"/>"
                        + "<mailet match=\"RecipientIsLocl\" class=\"Null\"/><mailet class=\"Null\"/></processor>"
                        + ERROR))
                .containsExactly(
                        "mailetcontainer.xml: root: 'java.lang.String' is no mailet",
                        "mailetcontainer.xml: root: 'java.lang.String' is no matcher",
                        "mailetcontainer.xml: root: there is no matcher 'RecipientIsLocl'");
    }

    @Test
    void circleIsReported() throws IOException {
        String there =
                "<processor state=\"root\"><mailet class=\"ToProcessor\"><processor>back</processor></mailet></processor>";
        String back =
                "<processor state=\"back\"><mailet class=\"ToProcessor\"><processor>root</processor></mailet></processor>";

        assertThat(problems(there + back + ERROR))
                .containsExactly(
                        "mailetcontainer.xml: root: hands every mail round in a circle, back to itself",
                        "mailetcontainer.xml: back: hands every mail round in a circle, back to itself");
    }

    @Test
    void processorThatIsThereTwiceIsReported() throws IOException {
        assertThat(problems("<processor state=\"root\"><mailet class=\"Null\"/></processor>" + ERROR + ERROR))
                .containsExactly("mailetcontainer.xml: error: is there twice");
    }

    @Test
    void whatFailsInTheProcessorErrorMustGoBackToTheSpool() throws IOException {
        assertThat(problems("<processor state=\"root\"><mailet class=\"Null\"/></processor>"
                        + "<processor state=\"error\"><mailet match=\"All\" class=\"Null\"/></processor>"))
                .containsExactly(
                        "mailetcontainer.xml: error: a mail can reach the end of this processor, where James deletes"
                                + " it; when Null fails it stays here: give that <onMailetException>propagate</onMailetException>");
    }

    @Test
    void endThatIgnoresItsFaultsIsNone() throws IOException {
        for (String onException : List.of("ignore", "Ignore", "root")) {
            assertThat(problems("<processor state=\"root\"><mailet class=\"Null\"><onMailetException>" + onException
                            + "</onMailetException></mailet></processor>" + ERROR))
                    .singleElement()
                    .asString()
                    .contains("when Null fails it stays here");
        }
    }

    @Test
    void handingAMailToWhereItIsIsNoEnd() throws IOException {
        assertThat(problems("<processor state=\"root\"><mailet class=\"SetMimeHeader\"/><mailet class=\"ToProcessor\">"
                        + "<processor>root</processor></mailet></processor>" + ERROR))
                .singleElement()
                .asString()
                .contains("a mail can reach the end");
    }

    @Test
    void remoteDeliveryMustKeepTheWholeMailWhenItFails() throws IOException {
        String remote = "<processor state=\"root\"><mailet class=\"RemoteDelivery\">%s</mailet></processor>";

        assertThat(problems(remote.formatted("") + ERROR))
                .singleElement()
                .asString()
                .startsWith("mailetcontainer.xml: root: RemoteDelivery needs <onMailetException>propagate<");
        assertThat(problems(remote.formatted(PROPAGATE) + ERROR)).isEmpty();
    }

    @Test
    void mailetsThatBounceOrParkForAFaultAreRefused() throws IOException {
        for (String refused : List.of("RecipientRewriteTable", "ToRepository", "ToSenderDomainRepository")) {
            assertThat(problems("<processor state=\"root\"><mailet match=\"All\" class=\"" + refused
                            + "\"/><mailet class=\"Null\"/></processor>" + ERROR))
                    .singleElement()
                    .asString()
                    .startsWith("mailetcontainer.xml: root: " + refused + " ");
        }
    }

    private List<String> problems(String processors) throws IOException {
        Files.writeString(
                directory.resolve(MailetContainerCheck.FILE),
                "<mailetcontainer><processors>" + processors + "</processors></mailetcontainer>");
        Problems problems = new Problems();
        new MailetContainerCheck(problems).run(directory);
        return problems.all().stream().map(Problem::line).toList();
    }
}
