using ConsultCluster.Cluster.Silos;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Cluster.Tests.Hosting;

public sealed class GatewaySilosTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Watch_SiloHangs_AsksThroughAnotherAndStaysWithIt()
    {
        var names = new TaskCompletionSource<string[]>();
        var asked = new List<int>();
        var never = new TaskCompletionSource<string[]>();
        await using var silos = new GatewaySilos(
            (key, known) =>
            {
                asked.Add(key);
                return (key, known.Length) switch
                {
                    (0, _) => never.Task,
                    (_, 0) => Task.FromResult<string[]>(["b||"]),
                    (_, 1) => names.Task,
                    _ => never.Task,
                };
            },
            NullLogger<GatewaySilos>.Instance);

        await SeesAsync(silos, "b");
        names.SetResult(["b||", "c||"]);
        await SeesAsync(silos, "b", "c");

        // The one that hangs is asked once; every later question goes to the one that has answered.
        Assert.Equal([0, 1, 1], asked.Take(3));
    }

    [Fact]
    public async Task Watch_SiloRefuses_AsksThroughAnother()
    {
        await using var silos = new GatewaySilos(
            (key, known) => key == 0 ? Task.FromException<string[]>(new TimeoutException()) : known.Length == 0 ? Task.FromResult<string[]>(["b||"]) : new TaskCompletionSource<string[]>().Task,
            NullLogger<GatewaySilos>.Instance);

        await SeesAsync(silos, "b");
    }

    private static async Task SeesAsync(GatewaySilos silos, params string[] names)
    {
        var changed = new SemaphoreSlim(0);
        silos.Changed += () => changed.Release();
        while (!silos.Live.Select(silo => silo.Name).SequenceEqual(names, StringComparer.Ordinal))
        {
            Assert.True(await changed.WaitAsync(Deadline), $"The silos are {string.Join(' ', silos.Live.Select(silo => silo.Name))}.");
        }
    }
}
