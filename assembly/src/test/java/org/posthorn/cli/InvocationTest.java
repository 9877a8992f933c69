// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.james.cli.type.CmdType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {

    @Test
    void aCommandIsFoundWhateverItsCase() throws Exception {
        assertThat(Invocation.parse("adddomain", "example.test").command()).isEqualTo(CmdType.ADDDOMAIN);
        assertThat(Invocation.parse("AddDomain", "example.test").arguments()).containsExactly("example.test");
    }

    @Test
    void aCommandWithAPasswordTakesTheUserNameOnly() throws Exception {
        Invocation invocation = Invocation.parse("AddUser", "bob@example.test");

        assertThat(invocation.needsPassword()).isTrue();
        assertThat(invocation.passwordFile()).isEmpty();
    }

    @Test
    void thePasswordFileMayStandAnywhereBehindTheCommand() throws Exception {
        assertThat(Invocation.parse("AddUser", "--password-file", "secret", "bob@example.test")
                        .passwordFile())
                .contains(Path.of("secret"));
        assertThat(Invocation.parse("SetPassword", "bob@example.test", "--password-file", "secret")
                        .arguments())
                .containsExactly("bob@example.test");
    }

    @Test
    void aPasswordAmongTheArgumentsIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> Invocation.parse("AddUser", "bob@example.test", "Geheim-11"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("never an argument")
                .hasMessageNotContaining("Geheim-11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AddUser",
                "AddDomain",
                "ListUsers extra",
                "ListUsers --password-file x",
                "AddUser a --password-file"
            })
    void aWrongNumberOfArgumentsIsAnsweredByTheUsage(String words) {
        assertThatThrownBy(() -> Invocation.parse(words.split(" ", -1)))
                .isInstanceOf(Refusal.class)
                .satisfies(refusal -> assertThat(((Refusal) refusal).exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void anUnknownCommandIsAnsweredByTheNearestOne() {
        assertThatThrownBy(() -> Invocation.parse("ListUser")).hasMessageContaining("did you mean ListUsers?");
        assertThatThrownBy(() -> Invocation.parse("xyzzy")).hasMessageContaining("'./posthorn cli help'");
        assertThatThrownBy(() -> Invocation.parse("\u001b[31mred")).hasMessageNotContaining("\u001b");
    }
}
