using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]
// The cmdlets remember the last store and log daemon for the whole process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
