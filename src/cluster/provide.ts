// Provides what nothing asks for while a world boots. In Node it is imported where worlds are built; the page's worker loads
// it after the rest.

import '../kinds/provide.ts';
import '../kubectl/provide.ts';
