using ConsultCluster.Benchmarks.RelayHosting;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Benchmarks.Tests.RelayHosting;

public sealed class HostMessageTests
{
    private static readonly Dictionary<string, TrackSource> _sources = new() { ["0"] = TrackSource.Microphone, ["1"] = TrackSource.Camera };

    [Fact]
    public void Read_WhatWasWrittenAmongOtherLines_IsTheSame()
    {
        var offer = new HostMessage("offer", Group: "group-1", Terminal: 7, Sdp: "v=0\r\na=ice-pwd:a+b/\"ä\"\r\n", Sources: _sources);
        var relay = new RelayUsage(TimeSpan.FromSeconds(1.5), 2, 3, 4, 5, 6, 7, 8, 9);
        var usage = new HostMessage("usage", Port: 65_535, Usage: new(relay, Gen2Collections: 10, ManagedBytes: 11_000_000_000, Sessions: 12));
        using var stream = new StringReader($"the program said this\n{offer.ToLine()}\n\n{usage.ToLine()}\n");

        Assert.Equivalent(offer, HostMessage.Read(stream), strict: true);
        Assert.Equal(usage, HostMessage.Read(stream));
        Assert.Null(HostMessage.Read(stream));
    }
}
