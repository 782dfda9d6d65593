using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.EndToEnd;

/// <summary><c>/docs</c> in a real browser: our policy lets it work, and it needs nobody but the server.</summary>
public sealed class ApiPageTests(StageTests.Fixture fixture) : StageTests(fixture)
{
    [Fact]
    public async Task Docs_InBrowser_ShowsTheApiWithoutAnotherHost()
    {
        var browser = await Stage.Chromium.OpenAsync();
        var page = await browser.NewPageAsync();
        var log = new PageLog(page);

        await page.GotoAsync($"{Stage.Server.Url}/docs");
        // Sections below the window are drawn when somebody scrolls to them; this one is the first.
        await page.GetByText("/api/setup", new() { Exact = true }).First.WaitForAsync();
        await Screenshots.TakeAsync(page, "docs");

        Assert.Empty(log.Wrong);
        Assert.Contains(log.Asked, uri => uri.AbsolutePath == "/openapi/v1.json");
        var server = new Uri(Stage.Server.Url).Authority;
        Assert.All(log.Asked.Where(uri => uri.Scheme is not ("data" or "blob")), uri => Assert.Equal(server, uri.Authority));
    }
}
