using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.Peers.CLimit;
using ConsultCluster.Benchmarks.Peers.Janus;
using ConsultCluster.Benchmarks.Peers.Rtpengine;
using ConsultCluster.Benchmarks.RelayHosting;

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
        stage.AddGroups(1, publishers: 1, receivers);
        return Row(@case, stageOptions, receivers, rate, stage.Measure(rate, duration).Load);
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
        var terminals = await server.StartAsync(stage.Publisher, stage.Receivers, new PeerStream(PeerStage.PayloadType, options.SrtpProfile), CancellationToken.None);
        var load = stage.Measure(server.ProcessId, server.Input, terminals, stageOptions, rate, duration);
        if (load.Delivered < 1 && server.LastLines is { Length: > 0 } lines)
        {
            await Console.Error.WriteLineAsync($"{@case.Relay} delivered {load.Delivered:P2}. It said:\n{lines}");
        }

        return Row(@case, stageOptions, receivers, rate, load);
    }

    private PeerRow Row(PeerCase @case, StageOptions stage, int receivers, double rate, LoadResult load) => new(
        @case.Relay,
        PeerProfile.Name(options.SrtpProfile),
        @case.Segments,
        stage.Burst,
        receivers,
        Math.Round(rate),
        Math.Round(load.Delivered, 6),
        Math.Round(load.Cpu.TotalMicroseconds / load.Received, 3),
        Math.Round(load.Cpu / load.Elapsed, 3),
        Math.Round(load.P50Us, 1),
        Math.Round(load.P99Us, 1),
        load.Wrong);
}
