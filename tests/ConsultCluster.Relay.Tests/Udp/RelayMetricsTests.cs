using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ConsultCluster.Relay.Tests.Udp;

public class RelayMetricsTests
{
    [Fact]
    public async Task RecordObservableInstruments_MediaFlows_ShowsItUnderTheRelaysName()
    {
        using var house = new RelayHouse(configure: o => o.Id = "relay-metrics");
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Publish(one);
        house.Until(() => two.Peer.VideoSlots.First().Received > 10, "media");
        var values = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "ConsultCluster.Relay")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        house.Until(() => house.Relay.Load.Capacity > 0, "a measured capacity");

        listener.RecordObservableInstruments();

        Assert.Equal(2, values["relay.sessions"]);
        Assert.True(values["relay.rtp.sent"] > 10);
        Assert.True(values["relay.socket.sent"] >= values["relay.rtp.sent"]);
        Assert.Equal(0, values["relay.dropped.forged"]);
        Assert.InRange(values["relay.load.share"], 0, 1);
        Assert.True(values["relay.load.cost"] > 0);
        Assert.True(values["relay.load.capacity"] > 0);

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "relay", Value: "relay-metrics" })
                {
                    values[instrument.Name] = value;
                }
            }
        }
    }
}
