using Hearth.Cli.Output;

namespace Hearth.Cli.Images;

/// <summary>Finds a Java that Spark runs on.</summary>
internal static class JavaHome
{
    /// <summary>The folder with <c>bin/java</c>: <c>JAVA_HOME</c>, else the newest of <c>/usr/lib/jvm</c> from 17 on, else that of the <c>java</c> on the path.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public static string Find(CliContext context)
    {
        if (context.Environment("JAVA_HOME") is { Length: > 0 } named)
            return HasJava(named) ? named : throw UserError.Invalid($"{named} has no bin/java", "set JAVA_HOME to a Java 17 installation", "JAVA_HOME");
        return Candidates(context).FirstOrDefault(HasJava) ?? throw UserError.Invalid(
            "Spark needs Java 17 and none was found (JAVA_HOME, /usr/lib/jvm, PATH)",
            "install it ('apt-get install openjdk-17-jre-headless' on Debian and Ubuntu), or run without Spark: --simulate");
    }

    private static IEnumerable<string> Candidates(CliContext context)
    {
        const string Installed = "/usr/lib/jvm";
        if (Directory.Exists(Installed))
        {
            foreach (var folder in Directory.GetDirectories(Installed).OrderBy(d => d.Contains("17", StringComparison.Ordinal) ? 0 : d.Contains("21", StringComparison.Ordinal) ? 1 : 2).ThenByDescending(d => d, StringComparer.Ordinal))
                yield return folder;
        }

        foreach (var folder in (context.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var java = new FileInfo(Path.Combine(folder, "java"));
            if (java.Exists && (java.ResolveLinkTarget(returnFinalTarget: true) ?? java) is { } real)
                yield return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(real.FullName)!, ".."));
        }
    }

    private static bool HasJava(string home) => File.Exists(Path.Combine(home, "bin", "java"));
}
