// SPDX-License-Identifier: Apache-2.0
package org.posthorn.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.james.cli.ServerCmd;
import org.apache.james.cli.type.CmdType;
import org.posthorn.server.administration.MappingListMXBean;

/**
 * Carries out James's commands on the running server by James's own client, run inside this process, so that neither the
 * password of JMX nor a user's ever stands in an argument list.
 */
final class JamesCommands {

    private final ServerAccess server;
    private final PasswordSource passwords;

    JamesCommands(ServerAccess server, PasswordSource passwords) {
        this.server = server;
        this.passwords = passwords;
    }

    /** Runs the command and gives the lines it has to say. */
    List<String> run(Invocation invocation) throws Refusal {
        if (!Commands.isOffered(invocation.command())) {
            throw new Refusal(ExitCode.USAGE, invocation.command().getCommand() + " is not offered by Posthorn");
        }
        return invocation.command() == CmdType.LISTMAPPINGS ? listMappings() : delegate(invocation);
    }

    private List<String> delegate(Invocation invocation) throws Refusal {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String[] words = words(invocation);
        try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            ServerCmd.executeAndOutputToStream(words, stream);
        } catch (IOException e) {
            throw server.unavailable();
        } catch (Exception e) {
            throw ServerFailure.of(e);
        }
        List<String> lines =
                new ArrayList<>(output.toString(StandardCharsets.UTF_8).lines().toList());
        lines.removeIf(line -> line.startsWith(invocation.command().getCommand() + " command executed"));
        return lines;
    }

    private String[] words(Invocation invocation) throws Refusal {
        List<String> words = new ArrayList<>(List.of(
                "-h", ServerAccess.HOST,
                "-p", Integer.toString(server.port()),
                "-username", server.user(),
                "-password", server.password(),
                "--", invocation.command().getCommand()));
        words.addAll(arguments(invocation));
        if (invocation.needsPassword()) {
            words.add(passwords.read(invocation.arguments().get(0), invocation.passwordFile()));
        }
        return words.toArray(String[]::new);
    }

    private static List<String> arguments(Invocation invocation) {
        List<String> arguments = new ArrayList<>(invocation.arguments());
        if (Commands.isOfAUsersQuota(invocation.command()) && !arguments.get(0).startsWith("#")) {
            arguments.set(0, "#private&" + arguments.get(0));
        }
        return arguments;
    }

    /** James's own bean cannot send regular expressions over the wire; ours sends every mapping as text. */
    private List<String> listMappings() throws Refusal {
        return Arrays.asList(Beans.of(() -> server)
                .ask(MappingListMXBean.NAME, MappingListMXBean.class, MappingListMXBean::getMappings));
    }
}
