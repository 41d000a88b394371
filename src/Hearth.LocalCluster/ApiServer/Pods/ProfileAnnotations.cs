namespace Hearth.LocalCluster.ApiServer.Pods;

/// <summary>The annotations by which pods stated their profiles of seccomp and AppArmor before there were fields.</summary>
internal static class ProfileAnnotations
{
    public const string Seccomp = "seccomp.security.alpha.kubernetes.io/pod";

    /// <summary>The name of a container follows.</summary>
    public const string ContainerSeccomp = "container.seccomp.security.alpha.kubernetes.io/";

    /// <summary>The name of a container follows.</summary>
    public const string AppArmor = "container.apparmor.security.beta.kubernetes.io/";
}
