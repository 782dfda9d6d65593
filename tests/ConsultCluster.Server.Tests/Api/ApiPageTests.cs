using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>The policy of <c>/docs</c> is its own, and nobody else's.</summary>
public sealed class ApiPageTests(DemoServer demo) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task Docs_Policy_AllowsItsScriptsByANewNonceAndNoOtherHost()
    {
        using var client = demo.Server.Anonymous();
        var (first, second) = (await PolicyAsync(client, "/docs/"), await PolicyAsync(client, "/docs/"));

        Assert.NotEqual(first, second);
        Assert.Matches("script-src 'self' 'nonce-[A-Za-z0-9_=+/-]{22,}';", first);
        Assert.DoesNotContain("http", first, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/session")]
    [InlineData("/docs/scalar.js")]
    [InlineData("/openapi/v1.json")]
    public async Task OtherAnswers_Policy_IsTheStrictOne(string path)
    {
        using var client = demo.Server.Anonymous();

        Assert.DoesNotContain("unsafe-inline", await PolicyAsync(client, path), StringComparison.Ordinal);
    }

    private static async Task<string> PolicyAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
    }
}
