// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.cli.type.CmdType;
import org.junit.jupiter.api.Test;

class CommandsTest {

    @Test
    void theHelpNamesNoPasswordArgumentAndNoCommandThatHasNothingToWorkOn() {
        assertThat(Commands.help())
                .contains("AddUser <username> [--password-file FILE]", "SetMaxStorageQuota <username> <size>")
                .doesNotContain("<password>")
                .doesNotContain("CopyMailbox");
    }

    @Test
    void quotaCommandsOfAUserAreTold() {
        assertThat(Commands.isOfAUsersQuota(CmdType.GETSTORAGEQUOTA)).isTrue();
        assertThat(Commands.isOfAUsersQuota(CmdType.GETGLOBALMAXSTORAGEQUOTA)).isFalse();
    }
}
