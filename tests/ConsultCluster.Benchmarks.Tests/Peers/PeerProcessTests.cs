using ConsultCluster.Benchmarks.Peers;

namespace ConsultCluster.Benchmarks.Tests.Peers;

public sealed class PeerProcessTests
{
    private const string ReadyLine = "server started";

    private static readonly PeerProgram _shell = new("sh", "dash");

    [Fact]
    public async Task WaitUntilReadyAsync_SaysItsReadyLine_ReturnsWhileItRuns()
    {
        await using var process = new PeerProcess(_shell, ["-c", "echo loading; echo The server started here; exec tail -f /dev/null"], ReadyLine);

        await process.WaitUntilReadyAsync(CancellationToken.None);

        Assert.Equal("loading\nThe server started here", process.LastLines);
    }

    [Theory]
    [InlineData(ReadyLine)]
    [InlineData(null)]
    public async Task WaitUntilReadyAsync_EndsBefore_ThrowsWithExitCodeAndWhatItSaid(string? readyLine)
    {
        await using var process = new PeerProcess(_shell, ["-c", "echo no port left >&2; exit 3"], readyLine);

        var failure = await Assert.ThrowsAsync<PeerException>(() => process.WaitUntilReadyAsync(CancellationToken.None));

        Assert.Equal("sh ended with exit code 3. It said:\nno port left", failure.Message);
    }

    [Fact]
    public async Task WaitUntilReadyAsync_Stopped_IsCancelled()
    {
        await using var process = new PeerProcess(_shell, ["-c", "exec tail -f /dev/null"], ReadyLine);
        using var stop = new CancellationTokenSource();
        var ready = process.WaitUntilReadyAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ready);
    }

    [Fact]
    public void Start_NotInstalled_NamesProgramAndPackage()
    {
        var refusal = Assert.Throws<PeerException>(() => new PeerProcess(new("no-such-relay", "no-such-package"), []));

        Assert.Equal("no-such-relay is not installed: its rows are left out. Install it with: apt-get install no-such-package.", refusal.Message);
    }
}
