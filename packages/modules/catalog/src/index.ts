export { createCatalogModule } from "./create-catalog-module.ts";
export { seedDemoProducts } from "./infrastructure/seed/seed-demo-products.ts";
export { seedProducts } from "./infrastructure/seed/seed-products.ts";
