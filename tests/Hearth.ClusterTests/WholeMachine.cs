using Xunit;

namespace Hearth.ClusterTests;

/// <summary>Stories that fill a machine of two cores or hold addresses of which it has one: they run alone, after all others.</summary>
[CollectionDefinition("whole machine", DisableParallelization = true)]
public sealed class WholeMachine;
