// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptCheckTest {

    private final ScriptCheck check = new ScriptCheck();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keep;",
                "# only a comment",
                "/* c */ stop;",
                "require \"fileinto\"; fileinto \"Junk\";",
                "require [\"fileinto\",\"reject\",\"envelope\",\"vacation\",\"body\",\"comparator-i;ascii-numeric\"]; keep;",
                "require [\"comparator-i;octet\"]; if header :comparator \"i;octet\" :is \"a\" \"b\" { stop; }",
                "if header :contains [\"X-Spam-Flag\"] \"YES\" { discard; } elsif true { keep; } else { stop; }",
                "if allof (header :is \"a\" \"b\", not size :over 100K, anyof (exists \"x\", false)) { redirect \"a@b.test\"; }",
                "require \"envelope\"; if envelope :domain :is \"from\" \"outside.test\" { discard; }",
                "if address :localpart :matches [\"to\", \"cc\"] \"sales*\" { keep; }",
                "require \"vacation\"; vacation :days 7 :subject \"Away\" :addresses [\"a@b.test\"] \"I am away\";",
                "require \"body\"; if body :text :contains \"lottery\" { discard; }",
                "require \"body\"; if body :content [\"text\"] :contains [\"a\",\"b\"] { discard; }",
                "require \"comparator-i;ascii-numeric\";"
                        + " if header :comparator \"i;ascii-numeric\" :is \"x-level\" \"5\" { keep; }",
                "require \"reject\"; reject text:\r\nGo away.\r\n..\r\n.\r\n;",
                "require \"fileinto\"; fileinto \"Projects.Mail server/2026\";",
                "if header :matches \"subject\" [\"*[list]*\", \"*a*b*\", \"\\\\*\\\\*\\\\*\\\\*\"] { stop; }",
                "if size :over 2147483647 { stop; }",
                "KEEP;",
                "redirect \"grüße@example.test\"; # ünïcode"
            })
    void acceptsWhatTheInterpreterCarriesOut(String script) {
        assertThat(check(script)).isEqualTo(new ScriptCheck.Valid(script, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "fileinto \"Junk\";|1|unknown command 'fileinto' (require 'fileinto' is missing)",
                "keep;¶frobnicate;|2|unknown command 'frobnicate'",
                "keep;¶¶if frob { keep; }|3|unknown test 'frob'",
                "require \"imap4flags\";|1|unknown extension 'imap4flags'",
                "require [\"fileinto\",¶\"log\"];|1|unknown extension 'log'",
                "keep; require \"fileinto\";|1|'require' is allowed only before other commands",
                "keep|1|unexpected end of the script",
                "if true {¶keep;¶|2|unexpected end of the script",
                "keep;¶}|2|unexpected '}'",
                "keep;¶redirect \"open;¶|3|unexpected character or unfinished string",
                "keep; \"\\u12\";|1|unexpected character or unfinished string",
                "require \"fileinto\"; fileinto \"a*b\";|1|no folder can have the name 'a*b'",
                "require \"fileinto\";¶fileinto \"../../bob\";|2|no folder can have the name '../../bob'",
                "require \"fileinto\"; fileinto \"#private\";|1|no folder can have the name '#private'",
                "if header :matches \"a\" [\"*\",¶\"*a*b*c*\"] { stop; }|1|a pattern has 3 '*' at most, unlike '*a*b*c*'",
                "if address :matches \"to\" \"****\" { stop; }|1|a pattern has 3 '*' at most, unlike '****'",
                "keep;¶if size :over 2147483648 { stop; }|2|a number is larger than 2147483647",
                "if size :over 99999999999999999999G { stop; }|1|a number is larger than 2147483647",
                "keep \"x\";|1|too many arguments for 'keep'",
                "redirect;|1|'redirect' needs a string as argument 1",
                "redirect [\"a@b.test\",\"c@d.test\"];|1|'redirect' needs a string as argument 1",
                "redirect \"nobody\";|1|'redirect' needs an address, not 'nobody'",
                "if header \"a\" { keep; }|1|'header' needs a string or a list of strings as argument 2",
                "if header :frob \"a\" \"b\" { keep; }|1|unknown tag ':frob' for 'header'",
                "if header :is :contains \"a\" \"b\" { keep; }|1|tag ':contains' is repeated or contradicts another",
                "if header :comparator \"i;frob\" \"a\" \"b\" { keep; }|1|comparator 'i;frob' is unknown or not required",
                "if header :comparator 5 \"a\" \"b\" { keep; }|1|tag ':comparator' needs a string",
                "if size 100 { keep; }|1|'size' needs ':over' or ':under'",
                "if size :over \"x\" { keep; }|1|'size' needs a number as argument 1",
                "if { keep; }|1|'if' needs one test",
                "if true;|1|'if' needs a block",
                "keep {}|1|'keep' takes no block",
                "else { keep; }|1|'else' does not follow 'if' or 'elsif'",
                "if not (true, false) { keep; }|1|'not' needs one test",
                "if allof true { keep; }|1|'allof' needs a list of tests in parentheses",
                "require \"body\"; if body :is \"x\" { keep; }|1|unknown tag ':is' for 'body'",
                "require \"body\"; if body :text \"x\" { keep; }|1|'body' works with ':contains' only",
                "require \"vacation\"; vacation;|1|'vacation' needs a string as argument 1",
                "require \"vacation\"; vacation :days \"7\" \"x\";|1|tag ':days' needs a number"
            })
    void refusesWithLineAndReason(String script, int line, String reason) {
        assertThat(check(script.replace('¶', '\n'))).isEqualTo(new ScriptCheck.Invalid(line, reason));
    }

    @Test
    void refusesAComparatorWhereTheInterpreterHasForgottenIt() {
        String script = "require \"comparator-i;ascii-numeric\";\nif true {\n"
                + "if header :comparator \"i;ascii-numeric\" :is \"a\" \"5\" { keep; }\n}\n";

        assertThat(check(script))
                .isEqualTo(new ScriptCheck.Invalid(
                        3, "comparator 'i;ascii-numeric' works only before the first block of the script"));
    }

    @Test
    void refusesWhatIsNotUtf8AndNul() {
        assertThat(check.check(new byte[] {'#', (byte) 0xff, '\n'}))
                .isEqualTo(new ScriptCheck.Invalid(1, "the script is not UTF-8"));
        assertThat(check("keep;\n\0")).isEqualTo(new ScriptCheck.Invalid(2, "NUL is not allowed"));
    }

    @Test
    void changesLineEndsOnlyWhereTheInterpreterNeedsIt() {
        assertThat(check("keep;\nstop;\n")).isEqualTo(new ScriptCheck.Valid("keep;\nstop;\n", false));
        assertThat(check("require \"reject\";\nreject text:\nNo.\n.\n;\n"))
                .isEqualTo(new ScriptCheck.Valid("require \"reject\";\r\nreject text:\r\nNo.\r\n.\r\n;\r\n", true));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 5_000, 100_000})
    void refusesDeepNestingOfTestsAndBlocks(int depth) {
        String tests = "if " + "not ".repeat(depth) + "true { keep; }";
        String blocks = "if true {".repeat(depth) + "keep;" + "}".repeat(depth);

        assertThat(reason(check(tests))).contains("nested too deeply");
        assertThat(reason(check(blocks))).contains("nested too deeply");
    }

    @Test
    void checksAScriptOfAMegabyte() {
        String script = "if header :is \"subject\" \"x\" { discard; }\r\n".repeat(25_000);

        assertThat(check(script)).isInstanceOf(ScriptCheck.Valid.class);
        assertThat(check(script + "frob;")).isEqualTo(new ScriptCheck.Invalid(25_001, "unknown command 'frob'"));
    }

    @Test
    void neverNamesAJavaClassWhateverTheScriptIs() {
        String seed = "require [\"fileinto\"]; if header :is \"a\" \"b\" { fileinto \"x\"; } # \\ \u0000 é text:\n.\n";
        for (int from = 0; from < seed.length(); from++) {
            for (int to = from; to <= seed.length(); to += 3) {
                if (check(seed.substring(from, to)) instanceof ScriptCheck.Invalid invalid) {
                    assertThat(invalid.line()).isBetween(1, 4);
                    assertThat(invalid.reason()).doesNotContain("Exception", "Error", "org.apache", "java");
                }
            }
        }
    }

    private ScriptCheck.Result check(String script) {
        return check.check(script.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(ScriptCheck.Result result) {
        return ((ScriptCheck.Invalid) result).reason();
    }
}
