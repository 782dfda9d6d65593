using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Tests.Rtp;

public sealed class SequenceNumberTests
{
    [Theory]
    [InlineData(5, 3, 5)]
    [InlineData(65_535, 65_536, 65_535)]
    [InlineData(0, 65_535, 65_536)]
    [InlineData(1, 131_071, 131_073)]
    [InlineData(65_530, 65_540, 65_530)]
    public void Unwrap_NearTheReference_IsTheNearest(ushort sequence, long reference, long expected) =>
        Assert.Equal(expected, SequenceNumber.Unwrap(sequence, reference));
}
