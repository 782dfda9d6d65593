using ConsultCluster.Benchmarks.Peers.CLimit;
using ConsultCluster.Benchmarks.Peers.Janus;
using ConsultCluster.Benchmarks.Peers.Rtpengine;
using ConsultCluster.Benchmarks.RelayHosting;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>Runs one case: starts the server, connects the receivers, publishes, measures.</summary>
internal sealed class PeerRunner(StageOptions options, TimeSpan duration)
{
    /// <param name="rate">Packets per second that the publisher sends.</param>
    /// <exception cref="PeerException">The server is not installed, or cannot do this.</exception>
    public async Task<PeerRow> RunAsync(PeerCase @case, int burst, int receivers, double rate)
    {
        var stage = options with { Burst = burst, SegmentationOffload = @case.Segments };
        return @case.Relay == PeerCase.Ours
            ? RunOurs(@case, stage, receivers, rate)
            : await RunPeerAsync(@case, stage, receivers, rate);
    }

    private PeerRow RunOurs(PeerCase @case, StageOptions stageOptions, int receivers, double rate)
    {
        using var stage = new RelayStage(stageOptions);
        stage.AddGroup("peers", publishers: 1, receivers);
        var result = stage.Measure(rate, duration);
        return Row(@case, PeerProfile.Name(Profile), stageOptions, receivers, rate, new PeerResult(result.Load, result.Delivered, result.ProcessCpu));
    }

    private async Task<PeerRow> RunPeerAsync(PeerCase @case, StageOptions stageOptions, int receivers, double rate)
    {
        await using IPeerServer server = @case.Relay switch
        {
            PeerCase.Limit => new CLimitServer(@case.Segments),
            PeerCase.Rtpengine => new RtpengineServer(),
            PeerCase.Janus => new JanusServer(eventLoops: null),
            PeerCase.JanusLoop => new JanusServer(eventLoops: 1),
            _ => throw new ArgumentOutOfRangeException(nameof(@case), @case.Relay, "Unknown relay."),
        };
        using var stage = new PeerStage(receivers, server.ReceiverAddress);
        var terminals = await server.StartAsync(stage.Publisher, stage.Receivers, new PeerStream(PeerStage.PayloadType, Profile), CancellationToken.None);
        var result = stage.Measure(server.ProcessId, server.Input, terminals, stageOptions, rate, duration);
        if (result.Delivered < 1 && server.LastLines is { Length: > 0 } lines)
        {
            await Console.Error.WriteLineAsync($"{server.Name} delivered {result.Delivered:P2}. It said:\n{lines}");
        }

        return Row(@case, server.Profile, stageOptions, receivers, rate, result);
    }

    private SrtpProfile Profile => options.Profile == "gcm" ? SrtpProfile.AeadAes128Gcm : SrtpProfile.AesCm128HmacSha1_80;

    private static PeerRow Row(PeerCase @case, string profile, StageOptions stage, int receivers, double rate, PeerResult result) => new(
        @case.Relay,
        profile,
        @case.Segments,
        stage.Burst,
        receivers,
        Math.Round(rate),
        Math.Round(result.Delivered, 6),
        Math.Round(result.CpuUsPerPacketOut, 3),
        Math.Round(result.Cpu / result.Load.Elapsed, 3),
        Math.Round(result.Load.P50Us, 1),
        Math.Round(result.Load.P99Us, 1),
        result.Load.Wrong);
}
