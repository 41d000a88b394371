using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hearth.Kube.Core.Objects;

namespace Hearth.Cli.Commands;

/// <summary>
/// Makes ready on other threads, while the application is planned, what takes a submission longest: the system's certificates, which .NET
/// reads before the first TLS connection whatever it is to trust, and the shape of a pod in JSON. Whoever needs them waits only for the rest.
/// </summary>
internal static class SubmitWarmUp
{
    public static void Begin()
    {
        _ = Task.Run(ReadCertificates);
        _ = Task.Run(ReadPod);
    }

    private static void ReadCertificates()
    {
        try
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            _ = store.Certificates;
        }
        catch (CryptographicException)
        {
            // The connection itself will say what is wrong with them.
        }
    }

    private static void ReadPod()
    {
        var pod = JsonSerializer.Deserialize(
            """{"metadata":{"labels":{"a":"b"},"ownerReferences":[{}]},"spec":{"containers":[{"env":[{"valueFrom":{}}],"ports":[{}],"resources":{"limits":{"cpu":"1"}},"volumeMounts":[{}]}],"volumes":[{"configMap":{"items":[{}]}}]}}"""u8,
            ResourceTypes.Pods.Object)!;
        _ = JsonSerializer.SerializeToUtf8Bytes(pod, ResourceTypes.Pods.Object);
    }
}
