using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Benchmarks.Soak.Terminals;
using ConsultCluster.Contracts.Http;

namespace ConsultCluster.Benchmarks.Soak.Consultations;

/// <summary>What consultations of one process have in common: where terminals come in, who drives their media, and who is told of a lost seat.</summary>
/// <param name="doors">Servers and gateway.</param>
/// <param name="network">First two numbers of their addresses, such as <c>10.1</c>.</param>
/// <param name="lost">Told of each seat that was lost against its terminal's will.</param>
internal sealed class Crowd(IReadOnlyList<Uri> doors, string network, Action<string> lost)
{
    private int _terminals;

    /// <summary>Terminals so far.</summary>
    public int Terminals => _terminals;

    /// <summary>A terminal with an address of its own.</summary>
    /// <param name="isAtGateway">Comes in through the first door, which is never closed; otherwise at each door in turn.</param>
    public SoakTerminal Make(
        MediaLoop loop, IssuedTokenDto token, string? region, bool hasVideo, bool isAtGateway = false, Func<int, Action<TimedFrame, long>>? hear = null)
    {
        var number = Interlocked.Increment(ref _terminals);
        var options = new SoakTerminalOptions(
            number,
            token.GroupId,
            token.Token,
            doors,
            isAtGateway ? 0 : number % doors.Count,
            $"{network}.{(number >> 8) & 0xFF}.{number & 0xFF}",
            region,
            hasVideo,
            hear?.Invoke(number));
        return new SoakTerminal(options, loop, lost);
    }
}
