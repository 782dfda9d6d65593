using System.Collections.Immutable;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class CodecTablesTests
{
    [Fact]
    public void TableOf_SameCodecs_AreOneTableAndOneList()
    {
        var tables = new CodecTables();

        var first = tables.TableOf(Codecs(96));
        var second = tables.TableOf(Codecs(96));

        Assert.Same(first, second);
        Assert.Equal(first.Codecs, second.Codecs);
    }

    [Fact]
    public void TableOf_OtherPayloadTypeOrOrder_AreOtherTables()
    {
        var tables = new CodecTables();
        var both = tables.TableOf([.. Codecs(96), .. Codecs(98)]);

        Assert.NotSame(both, tables.TableOf([.. Codecs(98), .. Codecs(96)]));
        Assert.NotSame(both, tables.TableOf(Codecs(96)));
        Assert.Equal(98, tables.TableOf(Codecs(98)).Find(98)!.PayloadType);
    }

    [Fact]
    public void TableOf_EveryOfferAnother_OldTablesAreForgottenNotKept()
    {
        var tables = new CodecTables();
        var first = tables.TableOf(Codecs(96));
        for (var i = 0; i < 300; i++)
        {
            tables.TableOf(Codecs(96, parameters: $"x={i}"));
        }

        Assert.NotSame(first, tables.TableOf(Codecs(96)));
    }

    private static ImmutableArray<NegotiatedCodec> Codecs(byte payloadType, string parameters = "") =>
        [new(RtpCodec.Vp8, payloadType, null, 90_000, new string(parameters), Nack: true, Pli: true)];
}
