// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.mailbox.store.search.SearchUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=?utf-8?q?a_b?=|a b",
                "=?UTF-8?B?w6TDtg==?=|\u00e4\u00f6",
                "=?utf-8?b?w6TDtg?= x|\u00e4\u00f6 x",
                "=?utf-8?q?a?= =?utf-8?q?b?=|ab",
                "=?utf-8?q?=C3?= =?utf-8?q?=A4?=|\u00e4",
                "=?utf-8?q?a?= b =?utf-8?q?c?=|a b c",
                "a =?iso-8859-1?q?=E4?= =?utf-8?q?=C3=A4?=|a \u00e4\u00e4",
                "=?utf-8*de?q?a?=|a",
                "=?no-such-set?q?=C3=A4?=|\u00e4",
                "=?us-ascii?q?=E4?=|\u00e4",
                "=?bad charset!?q?x?=|x",
                "=?utf-8?q?with space?=|with space",
                "=?utf-8?x?a?=|=?utf-8?x?a?=",
                "=?utf-8?q?open|=?utf-8?q?open",
                "=?utf-8?q?=ZZ?=|=ZZ",
                "=?=?utf-8?q?a?=|=?a",
                "=?gb2312?B?xOO6ww==?=|\u4f60\u597d",
                "=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=|\u65e5\u672c",
                "(=?utf-8?q?a?=)|(a)"
            })
    void encodedWordsAreDecoded(String text, String expected) {
        assertThat(EncodedWords.decode(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "joe@example.org|- - joe example.org",
                "<joe@example.org>|- - joe example.org",
                "Joe Doe <joe@example.org>|Joe Doe - joe example.org",
                "\"Doe, \\\"J\\\"\" <joe@example.org>|Doe, \"J\" - joe example.org",
                "Joe <@a.org,@b.org:joe@example.org>|Joe @a.org,@b.org joe example.org",
                "joe@example.org (Joe (the) Doe)|Joe (the) Doe - joe example.org",
                "Joe (a comment) Doe <joe@example.org> (another)|Joe Doe - joe example.org",
                "\"joe doe\"@example.org|- - joe doe example.org",
                "joe . doe @ example . org|- - joe.doe example.org",
                "joe@[192.0.2.1]|- - joe [192.0.2.1]",
                "joe@example.org <ann@example.org>|joe@example.org - ann example.org",
                "Joe <joe>|Joe - joe ''",
                "joe|- - joe ''",
                "<>|- - '' ''",
                "Joe <joe@example.org|Joe - joe example.org",
                "=?utf-8?q?J=C3=B6?= <j@x.org>|=?utf-8?q?J=C3=B6?= - j x.org",
                "J. Doe <j@x.org>|J. Doe - j x.org"
            })
    void addressesAreRead(String text, String expected) {
        assertThat(AddressParser.parse(text)).hasSize(1);
        assertThat(show(AddressParser.parse(text).get(0))).isEqualTo(expected);
    }

    @Test
    void groupsAreMarked() {
        assertThat(AddressParser.parse("A Group: a@x, B <b@x>; c@x, empty:;, open: d@x"))
                .extracting(HeaderFieldsTest::show)
                .containsExactly(
                        "group A Group",
                        "- - a x",
                        "B - b x",
                        "end",
                        "- - c x",
                        "group empty",
                        "end",
                        "group open",
                        "- - d x",
                        "end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",,,", ";", ">", ")"})
    void noAddressIsNone(String text) {
        assertThat(AddressParser.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tue, 1 Jul 2003 10:52:37 +0200|2003-07-01T08:52:37Z 2003-07-01",
                "1 Jul 2003 23:52 -0500|2003-07-02T04:52:00Z 2003-07-01",
                "Tue,  1 Jul 03 10:52:37 GMT|2003-07-01T10:52:37Z 2003-07-01",
                "Fri, 21 Nov 97 09:55:06 PST|1997-11-21T17:55:06Z 1997-11-21",
                "Fri, 21 Nov 1997 09(comment):55 : 06 -0600|1997-11-21T15:55:06Z 1997-11-21",
                "12-Jan-2020 01:02:03 +0000|2020-01-12T01:02:03Z 2020-01-12",
                "Wed Jan  1 12:00:00 2020|2020-01-01T12:00:00Z 2020-01-01",
                "Thu, 31 Dec 1998 23:59:60 +0000|1999-01-01T00:00:00Z 1998-12-31",
                "Mon, 3 September 2001|2001-09-03T00:00:00Z 2001-09-03",
                "Sat, 29 Feb 2020 00:00:00 +1400|2020-02-28T10:00:00Z 2020-02-29",
                "30 Feb 2020 00:00:00 +0000|none",
                "0 Jan 2020|none",
                "nonsense|none",
                "2020-13-45|none",
                "Tue, 1 Jul 99999 10:52:37|none"
            })
    void datesAreRead(String text, String expected) {
        String read = DateParser.parse(text)
                .map(date -> date.instant() + " " + date.day())
                .orElse("none");
        assertThat(read).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello|hello",
                "Re: hello|hello",
                "re : hello|hello",
                "RE: FW: Fwd: hello|hello",
                "Re[2]: hello|hello",
                "Re [list] : hello|hello",
                "[list] hello|hello",
                "[list] [other] Re: hello|hello",
                "[list] Re: [other] hello (fwd) (fwd)|hello",
                "[list]|[list]",
                "[Fwd: Re: hello]|hello",
                "  many   spaces  |many spaces",
                "Regarding: hello|Regarding: hello",
                "Re hello|Re hello",
                "[a[b] hello|[a[b] hello",
                "Re: (fwd)|''",
                "AW: hello|AW: hello"
            })
    void baseSubjectLosesTheMarksOfReplies(String subject, String expected) {
        assertThat(BaseSubject.of(subject)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "Re: hello",
                "[list] hello",
                "[list] Re: [other] hello (fwd)",
                "[Fwd: Re: hello]",
                "Regarding: x"
            })
    void baseSubjectIsTheOneJamesFinds(String subject) {
        assertThat(BaseSubject.of(subject)).isEqualTo(SearchUtil.getBaseSubject(subject));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain; charset=utf-8|text/plain {charset=utf-8}",
                "TEXT/Plain;CHARSET=\"a b\";x=y|text/plain {charset=a b, x=y}",
                "text/plain; name=my file (1).pdf; a=b|text/plain {name=my file .pdf, a=b}",
                "text/plain; name=\"a;b\\\"c\"; name=second|text/plain {name=a;b\"c}",
                "application/x; name*0*=utf-8''a%20; name*1=b|application/x {name*0*=utf-8''a%20, name*1=b}",
                "text|text/plain {}",
                "/x|text/plain {}",
                "text/; a=b|text/plain {}",
                "multipart/mixed|text/plain {}",
                "text/plain; =x; y; z=1|text/plain {z=1}",
                "(c) image (d) / (e) gif (f) ; (g) a (h) = (i) b|image/gif {a=b}"
            })
    void contentTypesAreRead(String value, String expected) {
        ContentFields content =
                Corpus.parse("Content-Type: " + value + "\n\n").structure().content();
        assertThat(content.type() + "/" + content.subtype() + " " + content.parameters())
                .isEqualTo(expected);
    }

    private static String show(Address address) {
        if (address.isGroupMark()) {
            return address.mailbox().map(name -> "group " + name).orElse("end");
        }
        return String.join(
                " ",
                address.name().orElse("-"),
                address.route().orElse("-"),
                address.mailbox().filter(text -> !text.isEmpty()).orElse("''"),
                address.host().filter(text -> !text.isEmpty()).orElse("''"));
    }
}
