package dev.lockstitch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The order of the rooms: three floors, and imports that run one way. */
@AnalyzeClasses(packages = "dev.lockstitch", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    private static final String GROUND = "dev.lockstitch.redis";
    private static final String LOCK = "dev.lockstitch.redis.lock..";
    private static final String LIMIT = "dev.lockstitch.redis.limit..";
    private static final String GUICE = "dev.lockstitch.guice..";

    @ArchTest
    static final ArchRule theGroundFloorKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAPackage(GROUND)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOCK, LIMIT, GUICE);

    @ArchTest
    static final ArchRule locksDoNotKnowLimits = noClasses()
            .that()
            .resideInAPackage(LOCK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LIMIT, GUICE);

    @ArchTest
    static final ArchRule limitsDoNotKnowLocks = noClasses()
            .that()
            .resideInAPackage(LIMIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOCK, GUICE);

    @ArchTest
    static final ArchRule onlyTheModuleKnowsGuice = noClasses()
            .that()
            .resideOutsideOfPackage(GUICE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..", "dev.lockstitch.guice..");

    @ArchTest
    static final ArchRule theWeaverKnowsNeitherRedisNorRedisson = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.lockstitch", "dev.lockstitch.syntax..", "dev.lockstitch.spi..", "dev.lockstitch.weaver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockstitch.redis..", "org.redisson..");

    @ArchTest
    static final ArchRule noRoomIsReachedInACircle =
            slices().matching("dev.lockstitch.(**)").should().beFreeOfCycles();
}
