// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.SearchQuery.DateOperator;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.posthorn.mailbox.structure.EncodedWords;
import org.posthorn.mailbox.structure.HeaderLines;
import org.posthorn.mailbox.structure.Part;
import org.posthorn.mailbox.structure.SentDate;
import org.posthorn.mailbox.structure.StoredContent;

/** The tests that look into contents. Texts are compared whatever the case of their letters. */
public final class ContentTests {

    private ContentTests() {}

    /** HEADER: a field of that name holds the phrase; encoded words are decoded on both sides. */
    public static ContentTest header(String name, String phrase) {
        TextFinder finder = new TextFinder(EncodedWords.decode(phrase));
        return content -> anyField(content, content.structure(), name, header -> finder.isIn(HeaderLines.text(header)));
    }

    /** HEADER with an empty text: there is a field of that name. */
    public static ContentTest headerExists(String name) {
        return content -> anyField(content, content.structure(), name, header -> true);
    }

    /** A date in the first field of that name; days are compared as they are written there. */
    public static ContentTest headerDate(String name, DateOperator operator) {
        DateRange range = DateRange.of(operator);
        return content -> PartTexts.fields(content, content.structure()).stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .findFirst()
                .flatMap(header -> SentDate.parse(HeaderLines.text(header)))
                .filter(date -> isIn(date, operator, range))
                .isPresent();
    }

    /** BODY: a text in the message, or the header of a message in it, holds the phrase. */
    public static ContentTest body(String phrase) {
        TextFinder finder = new TextFinder(phrase);
        return content -> anyText(content, content.structure(), finder);
    }

    /** TEXT: the header or the body holds the phrase. */
    public static ContentTest text(String phrase) {
        TextFinder finder = new TextFinder(phrase);
        return content ->
                inHeader(content, content.structure(), finder) || anyText(content, content.structure(), finder);
    }

    /** An attachment that is a text holds the phrase. */
    public static ContentTest attachmentText(String phrase) {
        TextFinder finder = new TextFinder(phrase);
        return content -> anyPart(
                content.structure(),
                part -> Attachments.isAttachment(part) && isText(part) && PartTexts.contains(content, part, finder));
    }

    /** An attachment has exactly this file name. */
    public static ContentTest attachmentName(String name) {
        return content -> anyPart(
                content.structure(),
                part -> Attachments.fileName(part).filter(name::equals).isPresent());
    }

    /** The message has an attachment. */
    public static ContentTest hasAttachment() {
        return content -> anyPart(content.structure(), Attachments::isAttachment);
    }

    private static boolean isIn(SentDate date, DateOperator operator, DateRange range) {
        return operator.getDateResultion() == DateResolution.Day
                ? range.testDay(date.day())
                : range.test(date.instant().toEpochMilli());
    }

    private static boolean anyText(StoredContent content, Part part, TextFinder finder) throws IOException {
        return anyPart(part, each -> {
            boolean embedded = each.envelope().isPresent() && each.headerStart() > 0;
            return (embedded && inHeader(content, each, finder))
                    || (isText(each) && PartTexts.contains(content, each, finder));
        });
    }

    private static boolean inHeader(StoredContent content, Part part, TextFinder finder) throws IOException {
        for (Header header : PartTexts.fields(content, part)) {
            if (finder.isIn(header.getName() + ": " + HeaderLines.text(header))) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyField(StoredContent content, Part part, String name, Predicate<Header> test)
            throws IOException {
        return PartTexts.fields(content, part).stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .anyMatch(test);
    }

    private static boolean isText(Part part) {
        return part.content().type().equals("text")
                || part.content().is("message", "delivery-status")
                || part.content().is("message", "disposition-notification");
    }

    private static boolean anyPart(Part part, PartTest test) throws IOException {
        if (test.matches(part)) {
            return true;
        }
        for (Part child : part.children()) {
            if (anyPart(child, test)) {
                return true;
            }
        }
        return false;
    }

    /** A test of one part. */
    private interface PartTest {
        boolean matches(Part part) throws IOException;
    }
}
