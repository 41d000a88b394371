namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>The Pod Security Standards of Kubernetes 1.34 and of the versions before: <c>k8s.io/pod-security-admission/policy</c>.</summary>
internal static class PodSecurityStandards
{
    /// <summary>The last version that changed them.</summary>
    public const long Latest = 34;

    private static readonly Check[] s_checks =
    [
        new(PodSecurityLevel.Baseline, ProfileChecks.AppArmor),
        new(PodSecurityLevel.Baseline, PrivilegeChecks.AddedCapabilities) { UntilAtRestricted = 22 },
        new(PodSecurityLevel.Baseline, HostChecks.Namespaces),
        new(PodSecurityLevel.Baseline, VolumeChecks.HostPaths) { UntilAtRestricted = 0 },
        new(PodSecurityLevel.Baseline, HostChecks.Ports),
        new(PodSecurityLevel.Baseline, HostChecks.Probes) { Since = 34 },
        new(PodSecurityLevel.Baseline, PrivilegeChecks.Privileged),
        new(PodSecurityLevel.Baseline, HostChecks.ProcMount),
        new(PodSecurityLevel.Baseline, ProfileChecks.SELinux),
        new(PodSecurityLevel.Baseline, ProfileChecks.SeccompAnnotations) { Until = 19 },
        new(PodSecurityLevel.Baseline, ProfileChecks.Seccomp) { Since = 19, UntilAtRestricted = 19 },
        new(PodSecurityLevel.Baseline, HostChecks.Sysctls),
        new(PodSecurityLevel.Baseline, HostChecks.WindowsProcesses),
        new(PodSecurityLevel.Restricted, PrivilegeChecks.Escalation) { Since = 8 },
        new(PodSecurityLevel.Restricted, PrivilegeChecks.KeptCapabilities) { Since = 22 },
        new(PodSecurityLevel.Restricted, VolumeChecks.Types),
        new(PodSecurityLevel.Restricted, PrivilegeChecks.RunAsNonRoot),
        new(PodSecurityLevel.Restricted, PrivilegeChecks.RunAsUser) { Since = 23 },
        new(PodSecurityLevel.Restricted, ProfileChecks.NeededSeccomp) { Since = 19 },
    ];

    /// <summary>All that is wrong with a pod, in the order in which it is told.</summary>
    public static IReadOnlyList<Violation> Evaluate(LevelVersion wanted, CheckedPod pod)
    {
        var minor = Math.Min(wanted.Minor ?? Latest, Latest);
        return [.. s_checks.Where(check => check.Applies(wanted.Level, minor)).Select(check => check.Find(pod, minor)).OfType<Violation>()];
    }

    /// <param name="Level">The first that asks for it.</param>
    /// <param name="Find">What it finds in a pod by the rules of a version; null where the pod passes.</param>
    private sealed record Check(PodSecurityLevel Level, Func<CheckedPod, long, Violation?> Find)
    {
        public long Since { get; init; }

        public long Until { get; init; } = long.MaxValue;

        /// <summary>The version in which a stricter check took its place at the restricted level.</summary>
        public long UntilAtRestricted { get; init; } = long.MaxValue;

        public bool Applies(PodSecurityLevel level, long minor) =>
            level >= Level && minor >= Since && minor < Until && (level != PodSecurityLevel.Restricted || minor < UntilAtRestricted);
    }
}
