using ConsultCluster.Server.Auth;

namespace ConsultCluster.Server.Tests.Auth;

public sealed class AgentFamilyTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome, Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux")]
    [InlineData("curl/8.0", "other program")]
    [InlineData("", "other program")]
    [InlineData("<script>Chrome/</script>", "Chrome, other system")]
    public void Of_UserAgent_IsBrowserAndSystem(string agent, string expected) => Assert.Equal(expected, AgentFamily.Of(agent));
}
