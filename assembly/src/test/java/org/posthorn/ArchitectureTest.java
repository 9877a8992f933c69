// SPDX-License-Identifier: Apache-2.0
package org.posthorn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.mailet.Mailet;
import org.apache.mailet.Matcher;

/** Who may know whom. */
@AnalyzeClasses(packages = "org.posthorn", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Path REPOSITORY = Path.of("..");

    @ArchTest
    static final ArchRule sqlIsKnownOnlyInPackagesNamedSql = noClasses()
            .that()
            .resideOutsideOfPackage("..sql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "com.mysql..");

    @ArchTest
    static final ArchRule mailAndProtocolsKnowNoSql = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.posthorn.mailets..",
                    "org.posthorn.matchers..",
                    "org.posthorn.smtp..",
                    "org.posthorn.imap..",
                    "org.posthorn.pop3..",
                    "org.posthorn.sieve..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.posthorn..sql..");

    @ArchTest
    static final ArchRule accountsKnowNoMailServer = noClasses()
            .that()
            .resideInAPackage("org.posthorn.postfixadmin..")
            .and()
            .resideOutsideOfPackage("org.posthorn.postfixadmin.james..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.james..", "org.apache.mailet..", "javax.mail..");

    @ArchTest
    static final ArchRule accountsKnowNoOtherModule = noClasses()
            .that()
            .resideInAPackage("org.posthorn.postfixadmin..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.posthorn..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("org.posthorn.postfixadmin.."))));

    @ArchTest
    static final ArchRule mailetsDoNotKnowMatchers = noClasses()
            .that()
            .resideInAPackage("org.posthorn.mailets..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.posthorn.matchers..");

    @ArchTest
    static final ArchRule matchersDoNotKnowMailets = noClasses()
            .that()
            .resideInAPackage("org.posthorn.matchers..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.posthorn.mailets..");

    @ArchTest
    static final ArchRule mailetsOpenNoSockets = noClasses()
            .that()
            .resideInAnyPackage("org.posthorn.mailets..", "org.posthorn.matchers..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "io.netty..");

    @ArchTest
    static final ArchRule nobodyKnowsTheServer = noClasses()
            .that()
            .resideOutsideOfPackages("org.posthorn.server..", "org.posthorn.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.posthorn.server..", "org.posthorn.cli..");

    @ArchTest
    static final ArchRule guiceIsKnownOnlyInModulesAndByTheServersStart = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Module")
            .and()
            .haveNameNotMatching("org.posthorn.server.RunningServer.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.inject..");

    @ArchTest
    static final ArchRule everyMailetAndMatcherHasItsPageAndItsTest = classes()
            .that(isMailetOrMatcher())
            .should(existOnDisk("page", "docs/reference/%s/%s.md"))
            .andShould(existOnDisk("test", "%s/src/test/java/%s"));

    private static DescribedPredicate<JavaClass> isMailetOrMatcher() {
        return DescribedPredicate.describe(
                "are mailets or matchers",
                found -> (found.isAssignableTo(Mailet.class) || found.isAssignableTo(Matcher.class))
                        && !found.getModifiers().contains(JavaModifier.ABSTRACT));
    }

    private static ArchCondition<JavaClass> existOnDisk(String what, String pattern) {
        return new ArchCondition<>("have a " + what) {
            @Override
            public void check(JavaClass found, ConditionEvents events) {
                String module = found.isAssignableTo(Mailet.class) ? "mailets" : "matchers";
                List<String> names =
                        List.of(found.getSimpleName(), found.getName().replace('.', '/') + "Test.java");
                boolean exists = names.stream()
                        .anyMatch(name -> Files.exists(REPOSITORY.resolve(pattern.formatted(module, name))));
                events.add(new SimpleConditionEvent(found, exists, found.getName() + " has no " + what));
            }
        };
    }
}
