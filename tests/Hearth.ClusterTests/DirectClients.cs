using System.Net;
using System.Runtime.CompilerServices;

namespace Hearth.ClusterTests;

/// <summary>All servers of these tests are on loopback: a proxy of the machine has no part in them.</summary>
internal static class DirectClients
{
#pragma warning disable CA2255 // Before the first client of any test is made.
    [ModuleInitializer]
    internal static void Use() => HttpClient.DefaultProxy = new WebProxy();
#pragma warning restore CA2255
}
