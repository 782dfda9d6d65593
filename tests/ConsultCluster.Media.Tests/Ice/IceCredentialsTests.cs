using ConsultCluster.Media.Ice;

namespace ConsultCluster.Media.Tests.Ice;

public class IceCredentialsTests
{
    [Fact]
    public void Create_AnyRandomness_IsIceText()
    {
        var random = new CountingRandom();

        for (var i = 0; i < 50; i++)
        {
            var credentials = IceCredentials.Create(random);

            Assert.Matches("^[A-Za-z0-9+/]{12}$", credentials.UserFragment);
            Assert.Matches("^[A-Za-z0-9+/]{24}$", credentials.Password);
        }
    }

    [Fact]
    public void ToString_Never_ShowsThePassword()
    {
        Assert.DoesNotContain("terminalPassword", IcePeer.Terminal.ToString(), StringComparison.Ordinal);
    }

    private sealed class CountingRandom : IRandomSource
    {
        private byte _next;

        public void Fill(Span<byte> buffer)
        {
            foreach (ref var b in buffer)
            {
                b = _next++;
            }
        }
    }
}
