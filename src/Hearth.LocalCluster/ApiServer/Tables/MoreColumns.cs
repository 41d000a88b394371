namespace Hearth.LocalCluster.ApiServer.Tables;

internal static partial class Columns
{
    private static IReadOnlyList<Column>? MoreColumns(string resource)
    {
        _ = resource;
        return null;
    }
}
