using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>Pictures of every page for people to look at, below <c>artifacts/screenshots</c>.</summary>
public static class Screenshots
{
    /// <summary>A doctor's desk.</summary>
    public static ViewportSize Desktop => new() { Width = 1440, Height = 900 };

    /// <summary>A phone held upright.</summary>
    public static ViewportSize Phone => new() { Width = 390, Height = 844 };

    /// <summary>Takes the page as it is, in both sizes, and leaves it at the first.</summary>
    /// <param name="name">File name without size and ending, such as <c>room-zh</c>.</param>
    /// <param name="isWhole">The whole page, and not only what fits into the window.</param>
    public static async Task TakeAsync(IPage page, string name, bool isWhole = false)
    {
        foreach (var (size, viewport) in new[] { ("phone", Phone), ("desktop", Desktop) })
        {
            await page.SetViewportSizeAsync(viewport.Width, viewport.Height);
            await page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(SourceTree.Artifacts("screenshots"), $"{name}-{size}.png"),
                FullPage = isWhole,
            });
        }
    }
}
